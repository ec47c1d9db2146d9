using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary>One generated set in the JSON document.</summary>
/// <param name="Input">As the user wrote it.</param>
/// <param name="Metrics">The figures.</param>
/// <param name="Counts">How many images they are based on.</param>
internal sealed record CompareEntry(string Input, ComparisonFigures Metrics, CompareCounts Counts)
{
    public ComparisonFigures? StandardErrors { get; init; }

    public double? FidInfinity { get; init; }

    public int? KidSubsetSize { get; init; }

    public IReadOnlyList<FolderFigures>? Folders { get; init; }

    /// <summary>How many of the images are real ones; null for none.</summary>
    public int? CopiesOfReals { get; init; }

    /// <summary>The standard error of QS given these reals, for a later gate; else null.</summary>
    public double? QsErrorGivenReals { get; init; }

    /// <summary>The lowest qualities, rising, for a later gate; else null.</summary>
    public IReadOnlyList<double>? LowestQualities { get; init; }

    public static CompareEntry Of(ComparisonResult result)
    {
        var counts = result.Counts;
        return new CompareEntry(
            result.Input, result.Figures, new CompareCounts(counts.Generated, counts.GeneratedSkipped, counts.Real, counts.RealSkipped))
        {
            StandardErrors = result.Errors,
            FidInfinity = result.FidInfinity,
            KidSubsetSize = result.KidSubsetSize,
            Folders = result.Folders.Count > 0 ? result.Folders : null,
            CopiesOfReals = result.CopiesOfReals > 0 ? result.CopiesOfReals : null,
        };
    }
}

/// <summary>How many images a result is based on.</summary>
internal sealed record CompareCounts(int? Generated, int? GeneratedSkipped, int? Real, int? RealSkipped);
