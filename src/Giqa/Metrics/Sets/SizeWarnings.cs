using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>Warnings about figures from few images.</summary>
internal static class SizeWarnings
{
    private const int PublishedSize = 10_000;
    private const int FewForNeighbours = 1000;
    private const int FewPerSplit = 100;

    internal static void AddForReals(List<ComparisonWarning> warnings, FeatureSet real, ComparisonOptions options)
    {
        if (options.Metrics.HasFlag(ComparisonMetrics.Frechet))
        {
            AddForFrechet(warnings, "the real set", real.Matrix);
        }

        AddForNeighbours(warnings, "the real set", real.Matrix, options);
    }

    internal static void AddForGenerated(List<ComparisonWarning> warnings, ComparisonInput input, FeatureSet real, ComparisonOptions options)
    {
        var features = input.Features.Matrix;
        if (options.Metrics.HasFlag(ComparisonMetrics.Frechet))
        {
            AddForFrechet(warnings, input.Name, features);
        }

        var smallest = Math.Min(features.Rows, real.Matrix.Rows);
        if (options.Metrics.HasFlag(ComparisonMetrics.Kernel) && smallest < options.Kernel.SubsetSize)
        {
            warnings.Add(new ComparisonWarning(input.Name, $"KID uses subsets of {Counted.Images(smallest)} instead of {Counted.Of(options.Kernel.SubsetSize)}, because the smaller set has no more; its standard deviation then says little"));
        }

        if (options.Metrics.HasFlag(ComparisonMetrics.Inception) && input.Logits is not null && features.Rows < options.Inception.Splits * FewPerSplit)
        {
            warnings.Add(new ComparisonWarning(input.Name, $"the Inception Score of {Counted.Images(features.Rows)} in {options.Inception.Splits} splits is far below that of many: published figures use 50,000"));
        }

        AddForNeighbours(warnings, input.Name, features, options);
        var neighbours = ComparisonMetrics.PrecisionRecall | ComparisonMetrics.DensityCoverage;
        if ((options.Metrics & neighbours) != ComparisonMetrics.None && Math.Max(features.Rows, real.Matrix.Rows) > 2 * smallest)
        {
            warnings.Add(new ComparisonWarning(input.Name, $"{Counted.Of(features.Rows)} generated against {Counted.RealImages(real.Matrix.Rows)}: precision, recall, density and coverage depend on both numbers, so compare only results with the same numbers"));
        }
    }

    private static void AddForFrechet(List<ComparisonWarning> warnings, string name, FeatureMatrix features)
    {
        if (features.Rows <= features.Columns)
        {
            warnings.Add(new ComparisonWarning(name, $"{Counted.Images(features.Rows)} {(features.Rows == 1 ? "does" : "do")} not outnumber the {Counted.Of(features.Columns)} feature dimensions, so FID is mostly bias: use KID, or more images"));
        }
        else if (features.Rows < PublishedSize)
        {
            warnings.Add(new ComparisonWarning(name, $"FID of {Counted.Images(features.Rows)} is biased upwards: compare it only with FIDs of the same number of images, or use FID-infinity; published figures use 10,000 to 50,000"));
        }
    }

    private static void AddForNeighbours(List<ComparisonWarning> warnings, string name, FeatureMatrix features, ComparisonOptions options)
    {
        var neighbours = ComparisonMetrics.PrecisionRecall | ComparisonMetrics.DensityCoverage;
        if ((options.Metrics & neighbours) != ComparisonMetrics.None && features.Rows < FewForNeighbours)
        {
            warnings.Add(new ComparisonWarning(name, $"with {Counted.Images(features.Rows)}, balls to the nearest neighbours are wide: precision and recall come out too high, and all four are noisy"));
        }
    }
}
