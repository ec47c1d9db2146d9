using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Giqa.Cli;

/// <summary>What is wrong with a command line, in one line each.</summary>
internal static class UsageErrors
{
    /// <summary>The faults, or none.</summary>
    /// <remarks>
    /// The parser lets a list argument swallow an option that it does not know, so tokens that look like one are searched
    /// for here; whatever follows <c>--</c> is taken as it stands.
    /// </remarks>
    public static IReadOnlyList<string> Find(ParseResult result)
    {
        var unknown = result.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && LooksLikeOption(token.Value))
            .Select(token => $"unknown option '{token.Value}'{(Path.Exists(token.Value) ? $"; if the file is meant, write ./{token.Value}" : Suggest(token.Value, OptionsOf(result)))}")
            .ToList();
        if (unknown.Count > 0)
        {
            return unknown;
        }

        if (result.CommandResult.Command is not Verb and { Subcommands.Count: > 0 } group)
        {
            var verbs = group.Subcommands.Select(command => command.Name);
            return result.UnmatchedTokens is [var first, ..]
                ? [$"unknown verb '{first}'{Suggest(first, verbs)}"]
                : [$"a verb is missing, one of: {string.Join(", ", verbs)}"];
        }

        var missing = MissingOf(result);
        var others = result.Errors.Where(error => missing.Length == 0 || !IsOfMissing(error.Message)).Select(error => error.Message.TrimEnd('.').ReplaceLineEndings(" "));
        return [.. missing.Length > 0 ? [$"{result.CommandResult.Command.Name} needs {Listed(missing)}"] : Array.Empty<string>(), .. others.Distinct()];
    }

    /// <summary>What the verb cannot do without and was not given, as its usage has it.</summary>
    private static string[] MissingOf(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var arguments = command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > (result.GetResult(argument)?.Tokens.Count ?? 0));
        var options = command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true });
        return [.. arguments.Select(argument => argument.HelpName ?? argument.Name), .. options.Select(option => $"{option.Name} {option.HelpName}".TrimEnd())];
    }

    // The parser's own sentences for the same.
    private static bool IsOfMissing(string message) =>
        message.StartsWith("Required argument missing for command", StringComparison.Ordinal) || (message.StartsWith("Option '", StringComparison.Ordinal) && message.EndsWith("is required.", StringComparison.Ordinal));

    private static string Listed(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static bool LooksLikeOption(string token) =>
        token.Length > 1 && token[0] == '-' && !double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<string> OptionsOf(ParseResult result)
    {
        for (SymbolResult? level = result.CommandResult; level is CommandResult { Command: var command }; level = level.Parent)
        {
            foreach (var option in command.Options)
            {
                yield return option.Name;
            }
        }
    }

    private static string Suggest(string word, IEnumerable<string> known)
    {
        var (best, distance) = known
            .Select(candidate => (candidate, Distance(word, candidate)))
            .OrderBy(pair => pair.Item2)
            .FirstOrDefault((string.Empty, int.MaxValue));
        return distance <= Math.Max(2, word.Length / 3) ? $"; did you mean '{best}'?" : string.Empty;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
