using System.Text.Json.Serialization;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>
/// How a quality model is fitted. Null options follow <see cref="Chain"/>, which by default is the paper's for the
/// paper's Inception, and our own for features of any other or unknown backbone.
/// </summary>
public sealed record FitOptions
{
    /// <summary>The kind of model.</summary>
    /// <value>Default <see cref="FitMethod.Gmm"/>.</value>
    public FitMethod Method { get; init; } = FitMethod.Gmm;

    /// <summary>M, the number of Gaussians of <see cref="FitMethod.Gmm"/>.</summary>
    /// <value>
    /// At least 1; default 7. In a fitted model the number used: chosen with <see cref="ChooseComponents"/>, and never more
    /// than one for <see cref="LeastImagesPerComponent"/> fitted images.
    /// </value>
    public int Components { get; init => field = AtLeastOne(value, "components"); } = 7;

    /// <summary>
    /// Whether M is chosen instead: the number whose mixture gives unseen images the highest likelihood.
    /// A fifth of the fitted images serve as those; the images that quality is calibrated on are not used.
    /// </summary>
    /// <value>Default false. Has no effect for methods other than <see cref="FitMethod.Gmm"/>.</value>
    public bool ChooseComponents { get; init; }

    /// <summary>The shape of the Gaussians.</summary>
    /// <value>Default <see cref="CovarianceKind.Full"/>.</value>
    public CovarianceKind Covariance { get; init; } = CovarianceKind.Full;

    /// <summary>Whose defaults apply to null options.</summary>
    /// <value>Default null: by backbone.</value>
    public ChainKind? Chain { get; init; }

    /// <summary>Whether the taps of the network share one model or have one each.</summary>
    /// <value>
    /// Default null: one each where <see cref="TapLengths"/> are given, and for <c>mobilenet-low</c> with our own <see cref="Chain"/>; else one
    /// together.
    /// </value>
    public TapDensity? Taps { get; init; }

    /// <summary>The lengths of the taps' parts of a feature vector, first to last.</summary>
    /// <value>
    /// At least 1 each; together the length of the vector. Default empty: those of the backbone. In a fitted model those that have a
    /// model each, none where <see cref="Taps"/> is <see cref="TapDensity.Joint"/>.
    /// </value>
    public IReadOnlyList<int> TapLengths
    {
        get;
        init => field = value is null ? [] : [.. value.Select(length => AtLeastOne(length, "columns of a tap"))];
    }

    = [];

    /// <summary>How covariances are kept from becoming singular.</summary>
    /// <value>
    /// Default null: as <see cref="Chain"/> has it. In a fitted mixture what was used; null again where that differs from tap to tap,
    /// a row for each of a tap's directions.
    /// </value>
    public Regularization? Regularization { get; init; }

    /// <summary>Replaces what <see cref="Regularization"/> adds to every variance, in squared feature units.</summary>
    /// <value>0 or more; default null: not replaced.</value>
    public double? Ridge { get; init => field = ZeroOrMore(value, "the regularisation"); }

    /// <summary>Replaces what <see cref="Regularization"/> adds to every variance, as a share of the mean variance.</summary>
    /// <value>0 or more; default null: not replaced.</value>
    public double? RidgeShare { get; init => field = ZeroOrMore(value, "the regularisation"); }

    /// <summary>Replaces the number of rows by which <see cref="Regularization"/> shrinks covariances to the pooled one.</summary>
    /// <value>0 or more; default null: not replaced.</value>
    public double? Shrinkage { get; init => field = ZeroOrMore(value, "the shrinkage"); }

    /// <summary>The number of EM starts.</summary>
    /// <value>At least 1; default 1.</value>
    public int Restarts { get; init => field = AtLeastOne(value, "restarts"); } = 1;

    /// <summary>K, the number of neighbours of <see cref="FitMethod.Knn"/>.</summary>
    /// <value>At least 1; default 1, or 5 if taps have a model each.</value>
    public int Neighbours { get => _neighbours ?? 1; init => _neighbours = AtLeastOne(value, "neighbours"); }

    /// <summary>The definition of the neighbours' score.</summary>
    /// <value>Default <see cref="NeighbourVariant.Paper"/>.</value>
    public NeighbourVariant Variant { get; init; } = NeighbourVariant.Paper;

    /// <summary>The share of the variance that PCA keeps.</summary>
    /// <value>Above 0 and at most 1; 0 switches PCA off; default null: by backbone.</value>
    public double? PcaRate
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value : throw new GiqaException($"the PCA rate {value} is not above 0 and at most 1 (0: off)");
    }

    /// <summary>
    /// Whether features are first replaced by their square roots. Mean activations spread more the larger they
    /// are; the root evens that out, so that distances distinguish damage from content better.
    /// </summary>
    /// <value>Default null: for backbones other than the paper's, if no feature of a real image is negative.</value>
    public bool? SquareRoots { get; init; }

    /// <summary>
    /// Whether a mixture's score includes what PCA drops from a row, as a Gaussian of one variance in all directions left out
    /// (probabilistic PCA): it shows damage that the kept directions do not.
    /// </summary>
    /// <value>Default null: by backbone. Has no effect for KNN, or if PCA is off or keeps everything.</value>
    public bool? PcaResidual { get; init; }

    /// <summary>
    /// Whether the directions that PCA keeps are scaled to unit deviation, with 1 % of their mean variance added to each: neighbours are
    /// then near in all directions and not only in the few largest. A mixture does that anyway.
    /// </summary>
    /// <value>Default null: for KNN if taps have a model each. Has no effect if PCA is off.</value>
    public bool? Whiten { get; init; }

    /// <summary>Whether features are first scaled to mean 0 and deviation 1.</summary>
    /// <value>Default null: by backbone.</value>
    public bool? Standardize { get; init; }

    /// <summary>
    /// The share of the reals that is kept out of the fit, to calibrate quality on. With 0 nothing is kept out: a model is
    /// fitted for each of <see cref="Folds"/> folds without the fold's images and calibrated on them, and an image's quality
    /// is the mean of the folds' qualities.
    /// </summary>
    /// <value>
    /// 0 or more, at most .5; a share of fewer than <see cref="LeastHeldOut"/> images is refused. Default null:
    /// <see cref="DefaultHoldOut"/>, or 0 if that would be fewer than <see cref="MinimumHeldOut"/> images.
    /// </value>
    public double? HoldOut
    {
        get;
        init => field = value is null or (>= 0 and <= .5) ? value : throw new GiqaException($"the held-out share {value} is not between 0 and 0.5");
    }

    /// <summary>The random seed of the split and the mixture's start.</summary>
    /// <value>Any; default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Threads to use; the result does not depend on it.</summary>
    /// <value>0, the default, means one per core.</value>
    public int Threads { get; init; }

    /// <summary>The most reals that a mixture's file keeps for showing the nearest ones. KNN always keeps all.</summary>
    /// <value>0 or more; default 20,000.</value>
    public int ReferenceLimit
    {
        get;
        init => field = value >= 0 ? value : throw new GiqaException($"the reference limit {value} is below 0");
    }

    = 20_000;

    /// <summary>The most images to fit a model on; from more, this many are drawn with the seed, and the model's warnings say so.</summary>
    /// <value>At least <see cref="LeastImages"/>; default 1,000,000.</value>
    [JsonIgnore]
    public int MostImages
    {
        get;
        init => field = value >= LeastImages ? value : throw new GiqaException($"a sample of {value} images is too small; at least {LeastImages} are needed");
    }

    = 1_000_000;

    /// <summary>Where the reals' images can be read again, as input specifications; a report shows them from there.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Sources { get; init => field = value ?? []; } = [];

    /// <summary>The share of the reals that is held out by default, if there are enough.</summary>
    public const double DefaultHoldOut = .1;

    /// <summary>The fewest held-out images for a calibration by default.</summary>
    public const int MinimumHeldOut = 50;

    /// <summary>The fewest held-out images that can be requested.</summary>
    public const int LeastHeldOut = 10;

    /// <summary>The number of folds if nothing is held out.</summary>
    public const int Folds = 5;

    /// <summary>The fewest fitted images per Gaussian: with fewer images, fewer Gaussians are used.</summary>
    public const int LeastImagesPerComponent = 5;

    /// <summary>The fewest images that a model can be fitted on: each fold's model needs two.</summary>
    public const int LeastImages = 3;

    private const string PaperBackbone = "inception-fid";
    private const double PaperPcaRate = .95;
    private const double DefaultPcaRate = .99;
    private const double PooledRowsPerDimension = 1;
    private const double OwnRidgeShare = .01;
    private const int NeighboursOfATap = 5;

    private readonly int? _neighbours;

    /// <summary>The options with every default that depends on the backbone filled in.</summary>
    internal FitOptions For(FeatureSet reals)
    {
        if (Method == FitMethod.Prefer)
        {
            throw new GiqaException("Prefer models are learned from people's judgements, not fitted to real images: use 'giqa train prefer'");
        }

        if (Method == FitMethod.Imported)
        {
            throw new GiqaException("imported scorers contain their network, and are not fitted to features: use 'giqa models import NET.onnx --as scorer'");
        }

        if (LearnedScorer.IsLearned(Method))
        {
            throw new GiqaException($"{Method} models are trained on images, not fitted to features: use 'giqa train {Method.ToString().ToLowerInvariant()}'");
        }

        var isPaper = Chain is { } chain ? chain == ChainKind.Paper : reals.BackboneName is { } name && name.StartsWith(PaperBackbone, StringComparison.Ordinal);
        var taps = TapsOf(reals, isPaper);
        return this with
        {
            Taps = taps.Count > 0 ? TapDensity.Separate : TapDensity.Joint,
            TapLengths = taps,
            Neighbours = _neighbours ?? (taps.Count > 0 ? NeighboursOfATap : 1),
            Whiten = Whiten ?? (Method == FitMethod.Knn && taps.Count > 0),
            Chain = isPaper ? ChainKind.Paper : ChainKind.Own,
            Components = Method == FitMethod.Sgm ? 1 : Components,
            ChooseComponents = ChooseComponents && Method == FitMethod.Gmm,
            SquareRoots = SquareRoots ?? (!isPaper && reals.Matrix.IsNonNegative()),
            Standardize = Standardize ?? !isPaper,
            PcaRate = PcaRate ?? (isPaper ? PaperPcaRate : DefaultPcaRate),
            PcaResidual = Method != FitMethod.Knn && (PcaResidual ?? !isPaper),
            Regularization = Regularization ?? (isPaper ? Regularization.Paper : null),
        };
    }

    /// <summary>The lengths of the taps that get a model each; none for one model.</summary>
    private IReadOnlyList<int> TapsOf(FeatureSet reals, bool isPaper)
    {
        var ofBackbone = BuiltInBackbones.TapLengthsOf(reals.BackboneName);
        var isSeparate = Taps is { } taps ? taps == TapDensity.Separate
            : TapLengths.Count > 0 || (!isPaper && BuiltInBackbones.SeparatesTaps(reals.BackboneName) && ofBackbone.Sum() == reals.Matrix.Columns);
        if (!isSeparate)
        {
            return [];
        }

        var lengths = TapLengths.Count > 0 ? TapLengths : ofBackbone;
        return lengths.Count == 0
            ? throw new GiqaException($"the taps of {reals.BackboneName ?? "an unnamed backbone"} are unknown: give their lengths (--taps 144,192,...), or use one model for all (--taps joint)")
            : lengths.Sum(length => (long)length) == reals.Matrix.Columns
            ? lengths
            : throw new GiqaException($"the taps' lengths {string.Join(",", lengths)} make {lengths.Sum(length => (long)length)} values, the features have {reals.Matrix.Columns}");
    }

    internal GaussianMixtureOptions ForMixture(int dimensions) => new()
    {
        Components = Components,
        Covariance = Covariance,
        Regularization = RegularizationFor(dimensions),
        Restarts = Restarts,
        Seed = Seed,
        Threads = Threads,
    };

    /// <summary>The regularisation of covariances of this many dimensions.</summary>
    internal Regularization RegularizationFor(int dimensions)
    {
        var used = Regularization ?? Regularization.Pooled(PooledRowsPerDimension * dimensions, OwnRidgeShare);
        used = Ridge is null && RidgeShare is null ? used : used with { Absolute = Ridge ?? 0, OfMeanVariance = RidgeShare ?? 0 };
        return Shrinkage is { } rows ? used with { PooledRows = rows } : used;
    }

    private static double? ZeroOrMore(double? value, string what) =>
        value is null or (>= 0 and < double.PositiveInfinity) ? value : throw new GiqaException($"{what} {value} is not 0 or a positive number");

    private static int AtLeastOne(int value, string what) =>
        value > 0 ? value : throw new GiqaException($"{value} {what} were requested; at least 1 is needed");
}

/// <summary>Whose defaults apply to the preparation of features and the regularisation of covariances.</summary>
public enum ChainKind
{
    /// <summary>Square roots of features that are never negative, standardisation, PCA at .99 including what it drops, covariances shrunk to the pooled one.</summary>
    Own,

    /// <summary>The paper's: raw features, PCA at .95, 1e-6 on the covariances' diagonals.</summary>
    Paper,
}

/// <summary>Whether the taps of a network, whose means are concatenated in a feature vector, are modelled together.</summary>
public enum TapDensity
{
    /// <summary>One chain and one model for the whole vector.</summary>
    Joint,

    /// <summary>
    /// A chain and a model for each tap. Covariance between taps is assumed to be zero; an image's score is the sum of the taps' scores,
    /// each standardised over reals that the tap's model has not seen, so that no tap outweighs another by its number of directions.
    /// </summary>
    Separate,
}
