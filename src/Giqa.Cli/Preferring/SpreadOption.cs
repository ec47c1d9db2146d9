using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary><c>--spread</c>: how far single people's opinions lie from those of a file that holds means.</summary>
internal sealed class SpreadOption
{
    public Option<double?> Option { get; } = Make.Number("--spread", "Of opinions that are means of several people's: the standard deviation of one person's opinion about them. [default: each is one person's]", 0, 1e9, "must be a number above 0, in the opinions' unit");

    /// <summary>The deviation; null where it was not given.</summary>
    /// <exception cref="UsageException">It is 0, or the file holds pairs.</exception>
    public double? Read(ParseResult arguments, JudgementFile file) => arguments.GetValue(Option) switch
    {
        null => null,
        _ when file.Opinions.Count == 0 => throw new UsageException($"--spread is for opinions, and {file.Path} holds pairs: leave it out"),
        0 => throw new UsageException("--spread is 0, but a number above 0 is expected, in the opinions' unit"),
        var spread => spread,
    };

    /// <summary>Says what single rows were taken for, where that may be wrong.</summary>
    public static void Tell(PeopleReport report, JudgedRows judged, Session session)
    {
        if (report is { Labels: "opinions", Spread: null } && judged.SingleOpinions.Count == judged.Labels.Count)
        {
            session.Note("each opinion counts as one person's: where it is the mean of several people's, shares come out too far from one half without --spread, the standard deviation of one person's opinion about it");
        }
    }
}
