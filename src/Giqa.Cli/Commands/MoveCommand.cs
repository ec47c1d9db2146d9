using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Giqa.Images;
using Giqa.Models;
using Giqa.Selection;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary>A command that moves images, known again by what its choice depends on: inputs, model and rule, not how it is shown.</summary>
internal sealed class MoveCommand
{
    private readonly string _words;
    private readonly string _content;

    private MoveCommand(string words, string content) => (_words, _content) = (words, content);

    /// <summary>Reads it off a command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="passing">Options that do not count.</param>
    public static MoveCommand Of(ParseResult arguments, IReadOnlyList<Option> passing)
    {
        var verb = arguments.CommandResult.Command;
        var words = new List<string> { verb.Name };
        words.AddRange(verb.Arguments.SelectMany(argument => arguments.GetResult(argument)?.Tokens ?? []).Select(token => Place(token.Value)));
        var content = string.Empty;
        foreach (var option in verb.Options.Except(passing).OrderBy(option => option.Name, StringComparer.Ordinal))
        {
            if (arguments.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            words.Add(option.Name);
            words.AddRange(result.Tokens.Select(token => option.Name is "--move-to" or "--reference" || RegularFile.Exists(token.Value) ? Place(token.Value) : Plain(token.Value)));
            content += string.Concat(result.Tokens.Where(token => option.Name == "--model" && RegularFile.Exists(token.Value)).Select(token => Digest(token.Value)));
        }

        return new MoveCommand(string.Join(' ', words.Select(Quoted)), content);
    }

    /// <summary>This command's plan in a folder that was not carried out to its end; null when there is none.</summary>
    /// <exception cref="UsageException">The plan is another command's.</exception>
    public MoveJournal? BrokenOff(string folder) => MoveJournal.Find(folder) switch
    {
        null => null,
        var journal when journal.Account?.IsOf(_words, _content) == true => journal,
        { Account: null } journal => throw new UsageException($"a program's move of {Counted.Images(journal.Images.Count)} into {folder} was broken off: let it finish, or remove {journal.Place}"),
        var journal => throw new UsageException($"a move of {Counted.Images(journal.Images.Count)} into {folder} was broken off: finish it with 'giqa {journal.Account!.Command}'{(journal.Account.Command == _words ? " and the model file as it was then" : string.Empty)}, or remove {journal.Place}"),
    };

    /// <summary>What this command told when it was finished; null when it was not, or when what it moved has gone from its place since.</summary>
    public MoveAccount? Finished() =>
        MoveRecords.Find(_words) is { Finished: not null } done && done.IsOf(_words, _content) && ReportOf(done).Picked is var picked
            && (picked.Count == 0 || picked.Any(image => RegularFile.Exists(image.Target!)))
            ? done
            : null;

    public MoveAccount Account(LeftImages left, PickReport report, int code) =>
        new(_words, _content, left, JsonSerializer.Serialize(report, CliJson.Default.PickReport), code);

    public static PickReport ReportOf(MoveAccount account) => JsonSerializer.Deserialize(account.Report, CliJson.Default.PickReport)!;

    /// <summary>Whether there are images that a move did not leave there.</summary>
    public static bool HoldsNew(IImageSource images, MoveAccount done) =>
        Enumerable.Range(0, images.Count).Select(images.GetPath).Any(path => path is not null && RegularFile.Exists(path) && !done.Left.Has(path));

    /// <summary>The last act, once all is told: a run that is killed before is taken up again where it was.</summary>
    public static void Close(MoveAccount account, string folder, Session session)
    {
        try
        {
            MoveRecords.Keep(account with { Finished = session.Time.GetUtcNow() });
        }
        catch (GiqaException e)
        {
            session.Detail($"this move will not be known again: {e.Message}");
        }

        MoveJournal.Forget(folder);
    }

    /// <summary>A path from the root, whether something is there or has moved away.</summary>
    private static string Place(string word) =>
        word is ['@', .. var list] && !Path.Exists(word) ? $"@{Path.GetFullPath(list)}" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(word));

    /// <summary>.5 and 0.50 are one number.</summary>
    private static string Plain(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : word;

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "@%+=:,./-_".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Digest(string path)
    {
        using var file = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
