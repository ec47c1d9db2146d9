namespace Giqa.Models;

/// <summary>How a model that compares an image with a reference was trained.</summary>
internal sealed record PairTrainingReport
{
    /// <summary>The network's name, such as <c>style-64</c>.</summary>
    public required string Network { get; init; }

    /// <summary>The binary classifiers whose mean is the score; 1 for the regression.</summary>
    public required int Classifiers { get; init; }

    /// <summary>True when one output was regressed on the label instead of classified.</summary>
    public required bool IsRegression { get; init; }

    /// <summary>T_1 to T_N: classifier i says whether the label reaches T_i; empty for the regression.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>The generator's iterations, rising.</summary>
    public required IReadOnlyList<long> Iterations { get; init; }

    /// <summary>FID of each iteration's images.</summary>
    public required IReadOnlyList<double> FrechetDistances { get; init; }

    /// <summary>The iteration after which labels come from interpolation.</summary>
    public required long Elbow { get; init; }

    /// <summary>The weights of the three loss terms: weak supervision, contrast, upper bound; 0 for one that was off.</summary>
    public required IReadOnlyList<double> LossWeights { get; init; }

    /// <summary>Whether images after the elbow were blended.</summary>
    public required bool Interpolates { get; init; }

    /// <summary>The (source, reference) pairs that were trained on.</summary>
    public required int TrainingPairs { get; init; }

    /// <summary>The pairs that were held out.</summary>
    public required int ValidationPairs { get; init; }

    /// <summary>Epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch that was kept, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The share of held-out images of one pair, with labels that differ by 0.2 or more, that is ordered correctly.</summary>
    public required double OrderAccuracy { get; init; }

    /// <summary>The share of held-out good images that score higher with their own reference than with another.</summary>
    public required double ReferenceAccuracy { get; init; }

    /// <summary>The mean score of held-out references with themselves.</summary>
    public required double SelfScore { get; init; }

    /// <summary>How it scores non-images as results for held-out references; null in models of versions without this test.</summary>
    public ProbeResult? Probe { get; init; }
}
