using Giqa.Features;

namespace Giqa.Models;

/// <summary>
/// A fitted model of real images: features go through the chain it was fitted with (standardisation, PCA), get a raw score
/// from a Gaussian mixture or the nearest reals, and a quality in (0, 1) from its calibration. A learned model and an imported scorer contain
/// their own network, whose outputs are the features.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. An image has the same score to the last bit in every batch, in every order
/// and with any number of threads.
/// </remarks>
public sealed class QualityModel
{
    private readonly FeatureChain _chain;

    internal QualityModel(IReadOnlyList<ModelBranch> branches, FeatureChain chain, ReferenceSet references)
    {
        (Branches, _chain, References) = (branches, chain, references);
        HeldOutCount = branches.Sum(branch => branch.Calibration.HeldOutCount);
    }

    /// <summary>How it was fitted, every default filled in.</summary>
    public required FitOptions Options { get; init; }

    /// <summary>How the fit went.</summary>
    public required FitReport Report { get; init; }

    /// <summary>The backbone's fingerprint, or null if the features came without one.</summary>
    public string? BackboneFingerprint => Provenance.Fingerprint;

    /// <summary>The backbone's name, or null if unknown.</summary>
    public string? BackboneName => Provenance.BackboneName;

    /// <summary>The name of the preprocessing, or null if unknown.</summary>
    public string? Preset => Provenance.Preset;

    /// <summary>How the real images were decoded, and so how images to be scored must be; null if unknown.</summary>
    internal DecodeHabits? Decoding => Provenance.Decoding;

    /// <summary>Where the features of the real images came from, and so where those of images to be scored must.</summary>
    internal FeatureProvenance Provenance { get; init; } = new(null, null, null, null);

    /// <summary>The program that fitted it, with its version.</summary>
    public required string Software { get; init; }

    /// <summary>The network inside the model; null for a model that is fitted to the features of a backbone.</summary>
    public Backbone? Network { get; init; }

    /// <summary>How that network was trained; null without one.</summary>
    internal TrainingReport? Training { get; init; }

    /// <summary>Where it comes from, and how its outputs are read; null for models that are not imported scorers.</summary>
    internal ImportedScorerReport? Imported { get; init; }

    /// <summary>What it was learned from; null for models that are not learned from people's judgements.</summary>
    internal PreferenceReport? Preference { get; init; }

    /// <summary>The maps of where an image is bad; null if they were not learned with the model.</summary>
    public MapModel? Maps { get; init; }

    /// <summary>Quality in people's terms, from judgements of images; null if none were given.</summary>
    internal PeopleMap? People { get; init; }

    /// <summary>The number of real images that quality is calibrated on.</summary>
    public int HeldOutCount { get; }

    /// <summary>The raw scores of those images, ascending, each by a model that had not seen it; if there are many, quantiles.</summary>
    public IReadOnlyList<double> HeldOutScores => [.. Branches.SelectMany(branch => branch.Calibration.Scores.ToArray()).Order()];

    /// <summary>The reals that the model keeps, for finding copies and showing the nearest ones.</summary>
    internal ReferenceSet References { get; }

    /// <summary>D, the length of its feature vectors.</summary>
    public int FeatureCount => _chain.InputDimensions;

    /// <summary>The scoring branches: one if reals were held out, otherwise one for each fold.</summary>
    internal IReadOnlyList<ModelBranch> Branches { get; }

    /// <summary>The chain of the references; with one branch, its own.</summary>
    internal FeatureChain Chain => _chain;

    /// <summary>Fits a model.</summary>
    /// <param name="reals">The features of real images.</param>
    /// <param name="options">How to fit; null, and null members, mean the backbone's defaults.</param>
    /// <param name="progress">Reported for stages and EM iterations.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">There are too few images for the options.</exception>
    public static QualityModel Fit(
        FeatureSet reals, FitOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reals);
        return Run(reals, options ?? new FitOptions(), true, progress, cancellationToken);
    }

    /// <summary>Fits a model that has the same scores and qualities, but no references: it cannot show what an image is near to, and is fitted in less time.</summary>
    internal static QualityModel FitToRate(FeatureSet reals, FitOptions options, CancellationToken cancellationToken) =>
        Run(reals, options, false, progress: null, cancellationToken);

    /// <summary>Reads a model file.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, newer than this program, or not a model file.</exception>
    public static QualityModel Load(string path) => ModelFile.Load(path);

    /// <summary>The same model with maps.</summary>
    /// <param name="maps">Learned from the same real images.</param>
    public QualityModel WithMaps(MapModel maps) => With(maps, People);

    /// <summary>The same model with quality in people's terms.</summary>
    /// <param name="people">Fitted to judgements and the qualities that this model gives.</param>
    internal QualityModel WithPeople(PeopleMap people) => With(Maps, people);

    /// <summary>Writes a model file: whole, or not at all. The same model gives the same bytes.</summary>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public void Save(string path) => ModelFile.Save(this, path);

    /// <summary>Raw scores; higher is better. They have no unit, and images are ranked by <see cref="Qualities"/>.</summary>
    /// <remarks>For a model without held-out reals, the mean of the raw scores by its folds' models.</remarks>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>N finite scores.</returns>
    /// <exception cref="GiqaException">The features have another length than the model's.</exception>
    public double[] Score(FeatureMatrix features, int threads = 0, CancellationToken cancellationToken = default) =>
        Rate(features, null, threads, cancellationToken).Values;

    /// <summary>Qualities, in (0, 1): .5 is as good as the median real image.</summary>
    /// <remarks>For a model without held-out reals, the mean of the qualities by its folds' models, weighted by the folds' sizes.</remarks>
    /// <returns>N qualities.</returns>
    /// <inheritdoc cref="Score"/>
    public double[] Qualities(FeatureMatrix features, int threads = 0, CancellationToken cancellationToken = default) =>
        Rate(features, null, threads, cancellationToken).Qualities;

    /// <summary>Raw scores, qualities, and which images are copies of a reference.</summary>
    /// <inheritdoc cref="Score"/>
    internal ModelScores Evaluate(FeatureMatrix features, int threads = 0, CancellationToken cancellationToken = default)
    {
        Check(features);
        if (features.Rows == 0)
        {
            return new ModelScores([], [], []);
        }

        if (Branches is [{ Taps: [{ Scorer: NeighbourScorer neighbours }] } only])
        {
            var found = neighbours.Find(_chain.TransformSingle(features, threads, cancellationToken), threads, cancellationToken);
            return new ModelScores(found.Values, Array.ConvertAll(found.Values, only.Calibration.Quality), found.CopyOf);
        }

        // With one branch of one tap its own rows are those that the references are compared with.
        var isOne = Branches is [{ Taps: [_] }];
        var rows = isOne ? new float[(long)features.Rows * _chain.OutputDimensions] : null;
        var (values, qualities) = Rate(features, rows, threads, cancellationToken);
        var copies = CopiesOf(isOne ? new FeatureMatrix(features.Rows, _chain.OutputDimensions, rows!) : _chain.TransformSingle(features, threads, cancellationToken), threads, cancellationToken);
        return new ModelScores(values, qualities, copies, Branches is [{ Taps: [{ Scorer: PreferenceScorer } preference] }] ? preference.Deviations(features, threads, cancellationToken) : null);
    }

    /// <summary>The reference images nearest to each image, as the model sees them.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="k">How many; fewer if the model keeps fewer references.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>Numbers into the names of <see cref="References"/>, nearest first; a table of 0 neighbours when the model keeps none.</returns>
    internal NeighbourTable FindNearest(FeatureMatrix features, int k, int threads = 0, CancellationToken cancellationToken = default)
    {
        Check(features);
        var available = Math.Min(k, References.Features.Rows);
        return available == 0 || features.Rows == 0
            ? new NeighbourTable(features.Rows, 0)
            : References.Search.Find(_chain.TransformSingle(features, threads, cancellationToken), available, threads: threads, cancellationToken: cancellationToken);
    }

    /// <summary>The images nearest to each image among themselves, as the model sees them; none is its own neighbour.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="k">How many, less than N.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>Row numbers, nearest first.</returns>
    /// <exception cref="GiqaException">The features have another length than the model's, or k is not less than their number.</exception>
    internal NeighbourTable FindNearestAmong(FeatureMatrix features, int k, int threads = 0, CancellationToken cancellationToken = default)
    {
        Check(features);
        var rows = _chain.TransformSingle(features, threads, cancellationToken);
        return new NearestNeighbors(rows).Find(rows, k, excludeSelf: true, threads, cancellationToken);
    }

    private static QualityModel Run(FeatureSet reals, FitOptions options, bool keepsReferences, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var sample = FitSample.Of(reals, options);
        return new QualityModelFit(sample, options.For(sample), progress, cancellationToken) { Of = reals.Matrix.Rows, KeepsReferences = keepsReferences }.Run();
    }

    private QualityModel With(MapModel? maps, PeopleMap? people) => new(Branches, _chain, References)
    {
        Options = Options,
        Report = Report,
        Provenance = Provenance,
        Software = Software,
        Network = Network,
        Training = Training,
        Imported = Imported,
        Preference = Preference,
        Maps = maps,
        People = people,
    };

    private (double[] Values, double[] Qualities) Rate(FeatureMatrix features, float[]? transformed, int threads, CancellationToken cancellationToken)
    {
        Check(features);
        var (values, qualities) = (new double[features.Rows], new double[features.Rows]);
        foreach (var branch in features.Rows == 0 ? [] : Branches)
        {
            var scores = branch.Score(features, transformed, threads, cancellationToken);
            var (equal, weight) = (1.0 / Branches.Count, (double)branch.Calibration.HeldOutCount / HeldOutCount);
            for (var row = 0; row < scores.Length; row++)
            {
                values[row] += equal * scores[row];
                qualities[row] += weight * branch.Calibration.Quality(scores[row]);
            }
        }

        return (values, qualities);
    }

    private int[] CopiesOf(FeatureMatrix rows, int threads, CancellationToken cancellationToken)
    {
        if (References.Features.Rows == 0)
        {
            var none = new int[rows.Rows];
            Array.Fill(none, -1);
            return none;
        }

        return Options.Method == FitMethod.Knn ? References.FindNearCopies(rows, threads, cancellationToken) : References.FindCopies(rows);
    }

    private void Check(FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Columns != FeatureCount)
        {
            throw new GiqaException($"the features have {features.Columns} values, but the model needs {FeatureCount} ({BackboneName ?? "unnamed backbone"}): extract them with the model's backbone");
        }
    }
}
