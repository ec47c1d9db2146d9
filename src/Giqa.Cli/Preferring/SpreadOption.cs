using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary><c>--spread</c>: how far single people's opinions are from the means that a file holds.</summary>
internal sealed class SpreadOption
{
    public Option<double?> Option { get; } = Make.Number("--spread", "For opinions that are means over several people: the standard deviation of one person's opinion around the mean. [default: each is one person's]", 0, 1e9, "must be a number above 0, in the opinions' unit");

    /// <summary>The deviation; null if not given.</summary>
    /// <exception cref="UsageException">It is 0, or the file holds pairs.</exception>
    public double? Read(ParseResult arguments, JudgementFile file) => arguments.GetValue(Option) switch
    {
        null => null,
        _ when file.Opinions.Count == 0 => throw new UsageException($"--spread is for opinions, and {file.Path} holds pairs: leave it out"),
        0 => throw new UsageException("--spread 0: must be a number above 0, in the opinions' unit"),
        var spread => spread,
    };

    /// <summary>Reports how single rows were interpreted, if that may be wrong.</summary>
    public static void Tell(PeopleReport report, JudgedRows judged, Session session)
    {
        if (report is { Labels: "opinions", Spread: null } && judged.SingleOpinions.Count == judged.Labels.Count)
        {
            session.Note("each opinion is taken as one person's; if they are means over several people, give --spread (one person's standard deviation), or the shares will be too extreme");
        }
    }
}
