using System.CommandLine;
using System.CommandLine.Parsing;
using Giqa.Scores;

namespace Giqa.Cli.Options;

/// <summary><c>--extra</c>: which extra columns scoring adds, by their short names.</summary>
internal sealed class ExtraOption
{
    private const string Everything = "all";

    private static readonly (string Name, ExtraColumns Column)[] Names =
    [
        ("realism", ExtraColumns.Realism),
        ("rarity", ExtraColumns.Rarity),
        ("authenticity", ExtraColumns.Authenticity),
        ("influence", ExtraColumns.Influence),
        (Everything, ExtraColumns.All),
    ];

    public Option<ExtraChoice?> Option { get; } = new("--extra")
    {
        Description = "Extra columns for every image, measured against the real ones: how realistic, how rare, whether it is more than a copy, what it adds to FID.",
        HelpName = "realism,rarity,authenticity,influence|all",
        CustomParser = Parse,
    };

    private static ExtraChoice? Parse(ArgumentResult result)
    {
        var (columns, all) = (ExtraColumns.None, false);
        foreach (var word in Make.Word(result).Split(',', StringSplitOptions.TrimEntries))
        {
            var found = Array.Find(Names, name => name.Name == word);
            if (found.Name is null)
            {
                return Make.Fault<ExtraChoice?>(result, "--extra", $"must be a comma-separated list of {string.Join(", ", Names.SkipLast(1).Select(name => name.Name))}, or {Everything}");
            }

            (columns, all) = (columns | found.Column, all || found.Name == Everything);
        }

        return new ExtraChoice(columns, all);
    }
}

/// <summary>What <c>--extra</c> asks for.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="IsAll">Whether it was given as <c>all</c>; a column with too few images then stays empty.</param>
internal sealed record ExtraChoice(ExtraColumns Columns, bool IsAll);
