using System.Globalization;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>A model's parts as named arrays, and back.</summary>
internal static class ModelParts
{
    private const string Mean = "standardization.mean";
    private const string Scale = "standardization.scale";
    private const string PcaMean = "pca.mean";
    private const string PcaComponents = "pca.components";
    private const string PcaVariance = "pca.variance";
    private const string PcaTotals = "pca.totals";
    private const string Weights = "mixture.weights";
    private const string Means = "mixture.means";
    private const string Precisions = "mixture.precisions";
    private const string Scores = "calibration.scores";
    private const string Qualities = "calibration.qualities";
    private const string Tails = "calibration.tails";
    private const string References = "references";
    private const string Network = "network";

    // Of a model with several branches, what is no part of a fold belongs to the references.
    private const string FoldCount = "folds";

    internal static void Write(QualityModel model, ModelTensors tensors)
    {
        WriteChain(model.Chain, tensors, string.Empty);
        if (model.Branches is [var only])
        {
            WriteModel(only, tensors, string.Empty);
        }
        else
        {
            tensors.Add(FoldCount, new double[] { model.Branches.Count });
            for (var fold = 0; fold < model.Branches.Count; fold++)
            {
                WriteFold(model.Branches[fold], tensors, PrefixOf(fold));
            }
        }

        if (model.Network is { } network)
        {
            tensors.Add(Network, network.LoadModel());
        }

        var references = model.References.Features;
        tensors.Add(References, references.Values, references.Rows, references.Columns);
    }

    internal static (ModelBranch[] Branches, FeatureChain Chain, ReferenceSet References) Read(ModelTensors tensors, FitOptions options, string[] names, int soundness)
    {
        tensors.RequireFinite();
        var references = ReadReferences(tensors, options, names);
        var chain = ReadChain(tensors, options, string.Empty, references.Features.Columns);
        if (chain.OutputDimensions != references.Features.Columns)
        {
            throw new ModelFileException($"its chain gives {chain.OutputDimensions} values, its references have {references.Features.Columns}");
        }

        if (!tensors.Contains(FoldCount))
        {
            return ([new ModelBranch(chain, ReadScorer(tensors, options, string.Empty, references, soundness), ReadCalibration(tensors, string.Empty))], chain, references);
        }

        var folds = tensors.Doubles(FoldCount);
        return folds is [>= 2 and <= FitOptions.Folds and var count]
            ? ([.. Enumerable.Range(0, (int)count).Select(fold => ReadFold(tensors, options, PrefixOf(fold), chain))], chain, references)
            : throw new ModelFileException($"it tells of {string.Join(", ", folds)} folds");
    }

    /// <summary>The network inside a model file.</summary>
    internal static Backbone ReadNetwork(ModelTensors tensors, NetworkRecord record) =>
        EmbeddedBackbone.Create(record.Name, tensors.Bytes(Network), record.Outputs, record.Preprocessing);

    private static ReferenceSet ReadReferences(ModelTensors tensors, FitOptions options, string[] names)
    {
        var shape = tensors.Shape(References);
        return shape.Length == 2 && shape[0] == names.Length
            ? new ReferenceSet(tensors.Matrix(References), names, options.Sources)
            : throw new ModelFileException($"it names {names.Length} references and holds ({string.Join(", ", shape)}) values of them");
    }

    private static string PrefixOf(int fold) => string.Create(CultureInfo.InvariantCulture, $"fold.{fold}.");

    private static void WriteFold(ModelBranch branch, ModelTensors tensors, string prefix)
    {
        WriteChain(branch.Chain, tensors, prefix);
        WriteModel(branch, tensors, prefix);
        if (branch.Scorer is NeighbourScorer { References.Features: var references })
        {
            tensors.Add(prefix + References, references.Values, references.Rows, references.Columns);
        }
    }

    private static void WriteChain(FeatureChain chain, ModelTensors tensors, string prefix)
    {
        if (chain.Standardization is { } standardization)
        {
            tensors.Add(prefix + Mean, [.. standardization.Mean]);
            tensors.Add(prefix + Scale, [.. standardization.Scale]);
        }

        if (chain.Components is { } components)
        {
            tensors.Add(prefix + PcaMean, components.Mean.ToArray());
            tensors.Add(prefix + PcaComponents, components.Components.ToArray(), components.Count, components.Dimensions);
            tensors.Add(prefix + PcaVariance, components.ExplainedVariance.ToArray());
            tensors.Add(prefix + PcaTotals, [components.TotalVariance, components.NoiseVariance]);
        }
    }

    private static void WriteModel(ModelBranch branch, ModelTensors tensors, string prefix)
    {
        if (branch.Scorer is MixtureScorer { Mixture: { } mixture })
        {
            tensors.Add(prefix + Weights, mixture.Weights.ToArray());
            tensors.Add(prefix + Means, mixture.Means.ToArray(), mixture.Components, mixture.Dimensions);
            tensors.Add(prefix + Precisions, mixture.PrecisionCholesky.ToArray());
        }

        var calibration = branch.Calibration;
        tensors.Add(prefix + Scores, calibration.Scores.ToArray());
        tensors.Add(prefix + Qualities, calibration.Qualities.ToArray());
        tensors.Add(prefix + Tails, [calibration.HeldOutCount, calibration.LowerSlope, calibration.UpperSlope]);
    }

    private static ModelBranch ReadFold(ModelTensors tensors, FitOptions options, string prefix, FeatureChain whole)
    {
        var chain = ReadChain(tensors, options, prefix, whole.InputDimensions);
        if (chain.InputDimensions != whole.InputDimensions || chain.OutputDimensions != whole.OutputDimensions)
        {
            throw new ModelFileException($"a fold's chain makes {chain.OutputDimensions} values of {chain.InputDimensions}, that of its references {whole.OutputDimensions} of {whole.InputDimensions}");
        }

        var name = prefix + References;
        var features = options.Method != FitMethod.Knn ? new FeatureMatrix(0, chain.OutputDimensions, [])
            : tensors.Shape(name) is [> 0, var columns] && columns == chain.OutputDimensions ? tensors.Matrix(name)
            : throw new ModelFileException($"a fold's references are ({string.Join(", ", tensors.Shape(name))}) values");
        return new ModelBranch(chain, ReadScorer(tensors, options, prefix, new ReferenceSet(features, [], []), 0), ReadCalibration(tensors, prefix));
    }

    private static Calibration ReadCalibration(ModelTensors tensors, string prefix)
    {
        var tails = tensors.Doubles(prefix + Tails, 3);
        return Calibration.Restore(tensors.Doubles(prefix + Scores), tensors.Doubles(prefix + Qualities), (int)tails[0], tails[1], tails[2]);
    }

    private static FeatureChain ReadChain(ModelTensors tensors, FitOptions options, string prefix, int plainDimensions)
    {
        var chain = RestoreChain(tensors, options, prefix, plainDimensions);
        var rows = chain.Transform(new FeatureMatrix(1, chain.InputDimensions, new float[chain.InputDimensions]), 1, CancellationToken.None);
        return rows.Values.Concat(rows.LogResiduals).All(double.IsFinite) ? chain : throw new ModelFileException("its standardisation or PCA gives no finite values");
    }

    private static FeatureChain RestoreChain(ModelTensors tensors, FitOptions options, string prefix, int plainDimensions)
    {
        var takesRoots = options.SquareRoots ?? false;
        var standardization = tensors.Contains(prefix + Mean) ? new Standardization(tensors.Doubles(prefix + Mean), tensors.Doubles(prefix + Scale)) : null;
        if (!tensors.Contains(prefix + PcaMean))
        {
            return new FeatureChain(standardization?.Dimensions ?? plainDimensions, takesRoots, standardization, null);
        }

        var totals = tensors.Doubles(prefix + PcaTotals, 2);
        var components = new PrincipalComponents(
            tensors.Doubles(prefix + PcaMean), tensors.Doubles(prefix + PcaComponents), tensors.Doubles(prefix + PcaVariance), totals[0], totals[1]);
        return new FeatureChain(components.Dimensions, takesRoots, standardization, components, options.PcaResidual ?? false);
    }

    private static Scorer ReadScorer(ModelTensors tensors, FitOptions options, string prefix, ReferenceSet references, int soundness)
    {
        if (LearnedScorer.IsLearned(options.Method))
        {
            var outputs = references.Features.Columns;
            return soundness >= 0 && soundness < outputs
                ? new LearnedScorer(options.Method, outputs, soundness)
                : throw new ModelFileException($"{soundness} of its network's {outputs} outputs are said to be classifiers of soundness");
        }

        if (options.Method == FitMethod.Knn)
        {
            return new NeighbourScorer(references, options.Neighbours, options.Variant);
        }

        var mixture = GaussianMixture.Restore(options.Covariance, tensors.Doubles(prefix + Weights), tensors.Doubles(prefix + Means), tensors.Doubles(prefix + Precisions));
        RequireScore(mixture);
        return mixture.Dimensions == references.Features.Columns
            ? new MixtureScorer(mixture)
            : throw new ModelFileException($"its mixture has {mixture.Dimensions} dimensions, its references {references.Features.Columns}");
    }

    /// <summary>Finite parts may still give no score: a precision of 0, or means beyond what can be squared.</summary>
    private static void RequireScore(GaussianMixture mixture)
    {
        var score = new double[1];
        mixture.Score(new double[mixture.Dimensions], 1, score, 1, CancellationToken.None);
        if (!double.IsFinite(score[0]))
        {
            throw new ModelFileException("its mixture gives no finite score");
        }
    }
}
