using Giqa.Features;
using Giqa.Features.Inception;

namespace Giqa.Metrics;

/// <summary>One tool's way of computing FID and KID, from pixels onwards: how it prepares images, its covariances' divisor, its KID.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record FidConvention
{
    private const int TorchFidelitySeed = 2020;
    private const int PublishedSubset = 1000;

    private FidConvention(string name, string preset, CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne) =>
        (Name, Preset, Divisor) = (name, FidPreset.Find(preset), divisor);

    /// <summary>The name: a preset's, or <c>stylegan</c>.</summary>
    public string Name { get; }

    /// <summary>How images are prepared.</summary>
    public FidPreset Preset { get; }

    /// <summary>What covariances are divided by.</summary>
    public CovarianceDivisor Divisor { get; }

    /// <summary>Whether the tool defines a KID.</summary>
    public bool HasKernel => KernelNote is not null;

    /// <summary>Whether the tool gives KID's deviation over subsets as well as its mean.</summary>
    public bool HasKernelDeviation { get; private init; }

    /// <summary>Whether the tool fails if a set has fewer than 1000 images, instead of taking smaller subsets.</summary>
    public bool NeedsWholeSubsets { get; private init; }

    /// <summary>How the tool draws KID's subsets, in words; null where it has no KID.</summary>
    public string? KernelNote { get; private init; }

    private RandomConvention Random { get; init; }

    /// <summary>All conventions. The others are compared with the first.</summary>
    public static IReadOnlyList<FidConvention> All { get; } =
    [
        new("pytorch-fid", "pytorch-fid"),
        new("clean-fid", "clean-fid") { KernelNote = "unseeded: the rows are Giqa's" },
        new("tf", "tf")
        {
            KernelNote = "torch-fidelity's rows, seed 2020",
            HasKernelDeviation = true,
            NeedsWholeSubsets = true,
            Random = RandomConvention.NumpyLegacy,
        },
        new("torchmetrics", "torchmetrics") { KernelNote = "unseeded: the rows are Giqa's", HasKernelDeviation = true, NeedsWholeSubsets = true },
        new("giqa-official", "giqa-official"),
        new("stylegan", "tf", CovarianceDivisor.Count) { KernelNote = "unseeded: the rows are Giqa's" },
    ];

    /// <summary>Why this convention's figures differ from another's, one entry per cause; empty if both are the same recipe.</summary>
    /// <param name="own">How this convention's features were prepared.</param>
    /// <param name="other">The other convention.</param>
    /// <param name="others">How the other's were.</param>
    public IReadOnlyList<string> CausesAgainst(Preprocessing own, FidConvention other, Preprocessing others)
    {
        return
        [
            .. PreparationWords.Differences(own, others),
            .. Divisor == other.Divisor ? Array.Empty<string>() : [$"covariance: over {Words(Divisor)} instead of {Words(other.Divisor)}"],
        ];
    }

    /// <summary>The convention's figures for two sets that were prepared its way.</summary>
    /// <param name="real">The real images' features.</param>
    /// <param name="generated">The generated images' features.</param>
    /// <param name="withKernel">Whether KID is wanted.</param>
    /// <param name="seed">The seed of KID's rows, for tools that do not fix one.</param>
    /// <param name="threads">0 takes one per processor.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    /// <exception cref="GiqaException">A set has fewer than 2 images.</exception>
    public ConventionFigures Measure(
        FeatureMatrix real, FeatureMatrix generated, bool withKernel, ulong seed, int threads = 0, CancellationToken cancellationToken = default)
    {
        var frechet = FrechetDistance.Compute(real, generated, Divisor, threads, cancellationToken);
        var smallest = Math.Min(real.Rows, generated.Rows);
        if (!withKernel || !HasKernel || (NeedsWholeSubsets && smallest < PublishedSubset))
        {
            return new ConventionFigures(frechet.Distance, null, null);
        }

        var options = new KidOptions { Seed = Random == RandomConvention.NumpyLegacy ? TorchFidelitySeed : seed, Convention = Random, Threads = threads };
        var kernel = Kid.Compute(real, generated, options, cancellationToken);
        return new ConventionFigures(frechet.Distance, kernel.Mean, HasKernelDeviation ? kernel.StandardDeviation : null);
    }

    private static string Words(CovarianceDivisor divisor) => divisor == CovarianceDivisor.Count ? "N" : "N - 1";
}

/// <summary>The figures of one convention.</summary>
/// <param name="Fid">The Fréchet distance.</param>
/// <param name="KidMean">KID's mean; null where the tool has no KID, or refuses sets of this size.</param>
/// <param name="KidStd">KID's deviation over subsets; null where the tool does not give it.</param>
internal sealed record ConventionFigures(double Fid, double? KidMean, double? KidStd);
