using Giqa.Features;
using Giqa.Features.Checkpoints;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>
/// The models of the paper's official program: a <c>PCA</c> and a <c>GaussianMixture</c> of scikit-learn, pickled. A row's score is
/// <c>gmm.score_samples(pca.transform(row))</c>, as in that program.
/// </summary>
/// <remarks>
/// Files of scikit-learn .20 to 1.x in pickle's protocols 2 to 5. A pickle is a program, and none of it is run: see
/// <see cref="PickleMachine"/>. Values pickled in float32 are computed in float64.
/// </remarks>
internal sealed class ScikitMixture
{
    private const long MostBytes = 1L << 30;
    private const int FewReals = 50;

    private readonly FeatureChain _chain;
    private readonly GaussianMixture _mixture;
    private readonly double _rate;

    private ScikitMixture(FeatureChain chain, GaussianMixture mixture, double rate, string? version) =>
        (_chain, _mixture, _rate, Version) = (chain, mixture, rate, version);

    /// <summary>D, the length of its feature vectors.</summary>
    public int FeatureCount => _chain.InputDimensions;

    /// <summary>The version of scikit-learn that wrote the mixture; null if the file does not say.</summary>
    public string? Version { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="paths">A mixture, and a PCA before it if there is one, in either order.</param>
    /// <exception cref="ModelFileException">A file cannot be read, is something else, or the two do not match; one line, naming the file.</exception>
    public static ScikitMixture Open(IReadOnlyList<string> paths)
    {
        (PickledObject Content, string Path)? pca = null, mixture = null;
        foreach (var path in paths)
        {
            var content = ReadFile(path);
            ref var place = ref content.ClassName == "GaussianMixture" ? ref mixture : ref pca;
            if (place is { Path: var other })
            {
                throw new ModelFileException($"{other} and {path} both hold a {content.ClassName}: give one PCA and one GaussianMixture");
            }

            place = (content, path);
        }

        if (mixture is not { } found)
        {
            throw new ModelFileException($"there is no GaussianMixture in {string.Join(" and ", paths)}: give the file of the mixture as well");
        }

        var gaussians = In(found.Path, () => Mixture(found.Content));
        var components = pca is { } analysis ? In(analysis.Path, () => Components(analysis.Content)) : null;
        if (components is not null && components.Count != gaussians.Dimensions)
        {
            throw new ModelFileException($"the PCA of {pca!.Value.Path} gives {components.Count} values, the mixture of {found.Path} takes {gaussians.Dimensions}: they come from different runs");
        }

        return new ScikitMixture(
            new FeatureChain(components?.Dimensions ?? gaussians.Dimensions, false, null, components),
            gaussians,
            components is null ? 0 : Math.Clamp(components.ExplainedVariance.ToArray().Sum() / components.TotalVariance, 0, 1),
            found.Content.Attribute("_sklearn_version") as string);
    }

    /// <summary>Makes it a model that also gives qualities.</summary>
    /// <param name="reals">Features of real images that the mixture was not fitted to.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">There are none, or they have another length than <see cref="FeatureCount"/>.</exception>
    public QualityModel Calibrate(FeatureSet reals, CancellationToken cancellationToken = default)
    {
        if (reals.Matrix.Columns != FeatureCount)
        {
            throw new GiqaException($"the features of the reals have {reals.Matrix.Columns} values ({reals.BackboneName ?? "unnamed backbone"}), the imported model takes {FeatureCount}: the official program's are of inception-fid (--backbone), or give the features themselves");
        }

        var count = reals.Matrix.Rows;
        var tap = new ScoredTap(_chain, new MixtureScorer(_mixture), ScoreScale.None);
        var calibration = Calibration.Fit(tap.Score(reals.Matrix, null, 0, cancellationToken));
        return new QualityModel([new ModelBranch([tap], calibration)], _chain, new ReferenceSet(new FeatureMatrix(0, _mixture.Dimensions, []), [], []))
        {
            Options = new FitOptions
            {
                Method = FitMethod.Gmm,
                Components = _mixture.Components,
                Covariance = _mixture.Covariance,
                Chain = ChainKind.Paper,
                Taps = TapDensity.Joint,
                SquareRoots = false,
                Standardize = false,
                PcaRate = _rate,
                PcaResidual = false,
                Whiten = false,
            },
            Report = new FitReport
            {
                CalibratedBy = "hold-out",
                PcaComponents = _chain.Components?.Count,
                Dimensions = _mixture.Dimensions,
                Counts = new FitCounts(reals.Items.Count, reals.Items.Count - count, 0, count, 0),
                Warnings =
                [
                    $"PCA and mixture were fitted elsewhere (scikit-learn {Version ?? "of an unknown version"}): if the real images that calibrate it were among those it was fitted to, qualities are too low.",
                    .. count >= FewReals ? [] : (string[])[$"Quality is calibrated on {Counted.RealImages(count)}: it is based on few comparisons; several hundred would be better."],
                ],
            },
            Provenance = reals.Provenance,
            Software = ModelFile.Software,
        };
    }

    private static PickledObject ReadFile(string path)
    {
        byte[] content;
        try
        {
            using var file = RegularFile.OpenRead(path);
            content = file.Length <= MostBytes ? new byte[file.Length] : throw new ModelFileException($"{path} has {file.Length} bytes, more than a PCA or a mixture needs");
            file.ReadExactly(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"cannot read {path}: {e.Message}", e);
        }

        return In(path, () =>
        {
            var position = 0;
            return PickleMachine.Run(content, ref position, new ScikitWorld()) switch
            {
                PickledObject { ClassName: "PCA" or "IncrementalPCA" or "GaussianMixture" } known => known,
                PickledObject { ClassName: var other } => throw new ModelFileException($"it holds a {other}; a PCA and a GaussianMixture can be imported"),
                _ => throw new ModelFileException("it does not hold an estimator"),
            };
        });
    }

    /// <summary>(x - mean) V^T, with whitening's division by the deviations in the rows of V.</summary>
    private static PrincipalComponents Components(PickledObject pca)
    {
        var (mean, components, variances) = (pca.Array("mean_"), pca.Array("components_"), pca.Array("explained_variance_"));
        if (pca.Attribute("whiten") is true)
        {
            for (var i = 0; i < components.Length; i++)
            {
                components[i] /= Math.Sqrt(variances[i / mean.Length]);
            }
        }

        return new PrincipalComponents(mean, components, variances, variances.Sum() / pca.Array("explained_variance_ratio_").Sum(), NoiseOf(pca));
    }

    private static double NoiseOf(PickledObject pca) => pca.Attribute("noise_variance_") is double noise && double.IsFinite(noise) ? noise : 0;

    private static GaussianMixture Mixture(PickledObject gmm)
    {
        var kind = gmm.Attribute("covariance_type") switch
        {
            "full" => CovarianceKind.Full,
            "tied" => CovarianceKind.Tied,
            "diag" => CovarianceKind.Diagonal,
            "spherical" => CovarianceKind.Spherical,
            var other => throw new ModelFileException($"its covariances are of the type {other ?? "None"}"),
        };
        return GaussianMixture.Restore(kind, Normalised(gmm.Array("weights_")), gmm.Array("means_"), gmm.Array("precisions_cholesky_"));
    }

    /// <summary>Weights in float32 sum to 1 only within rounding.</summary>
    private static double[] Normalised(double[] weights)
    {
        var sum = weights.Sum();
        return Math.Abs(sum - 1) < 1e-5 ? Array.ConvertAll(weights, weight => weight / sum) : weights;
    }

    /// <summary>Adds the file's name to its errors.</summary>
    private static T In<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ModelFileException or ArgumentException or InvalidCastException or OverflowException or IndexOutOfRangeException or NullReferenceException)
        {
            throw new ModelFileException($"{path} is not a valid pickle of scikit-learn: {(e is ModelFileException ? e.Message : "it is damaged")}", e);
        }
    }
}
