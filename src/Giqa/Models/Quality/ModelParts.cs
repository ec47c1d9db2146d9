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

    internal static void Write(QualityModel model, ModelTensors tensors)
    {
        if (model.Chain.Standardization is { } standardization)
        {
            tensors.Add(Mean, [.. standardization.Mean]);
            tensors.Add(Scale, [.. standardization.Scale]);
        }

        if (model.Chain.Components is { } components)
        {
            tensors.Add(PcaMean, components.Mean.ToArray());
            tensors.Add(PcaComponents, components.Components.ToArray(), components.Count, components.Dimensions);
            tensors.Add(PcaVariance, components.ExplainedVariance.ToArray());
            tensors.Add(PcaTotals, [components.TotalVariance, components.NoiseVariance]);
        }

        if (model.Scorer is MixtureScorer { Mixture: { } mixture })
        {
            tensors.Add(Weights, mixture.Weights.ToArray());
            tensors.Add(Means, mixture.Means.ToArray(), mixture.Components, mixture.Dimensions);
            tensors.Add(Precisions, mixture.PrecisionCholesky.ToArray());
        }

        if (model.Network is { } network)
        {
            tensors.Add(Network, network.LoadModel());
        }

        var (calibration, references) = (model.Calibration, model.References.Features);
        tensors.Add(Scores, calibration.Scores.ToArray());
        tensors.Add(Qualities, calibration.Qualities.ToArray());
        tensors.Add(Tails, [calibration.HeldOutCount, calibration.LowerSlope, calibration.UpperSlope]);
        tensors.Add(References, references.Values, references.Rows, references.Columns);
    }

    internal static (FeatureChain Chain, Scorer Scorer, Calibration Calibration, ReferenceSet References) Read(
        ModelTensors tensors, FitOptions options, string[] names)
    {
        tensors.RequireFinite();
        var references = ReadReferences(tensors, options, names);
        var chain = ReadChain(tensors, options, references.Features.Columns);
        RequireFinite(chain);
        var tails = tensors.Doubles(Tails, 3);
        var calibration = Calibration.Restore(tensors.Doubles(Scores), tensors.Doubles(Qualities), (int)tails[0], tails[1], tails[2]);
        return chain.OutputDimensions == references.Features.Columns
            ? (chain, ReadScorer(tensors, options, references), calibration, references)
            : throw new ModelFileException($"its chain gives {chain.OutputDimensions} values, its references have {references.Features.Columns}");
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

    private static FeatureChain ReadChain(ModelTensors tensors, FitOptions options, int outputDimensions)
    {
        var takesRoots = options.SquareRoots ?? false;
        var standardization = tensors.Contains(Mean) ? new Standardization(tensors.Doubles(Mean), tensors.Doubles(Scale)) : null;
        if (!tensors.Contains(PcaMean))
        {
            return new FeatureChain(standardization?.Dimensions ?? outputDimensions, takesRoots, standardization, null);
        }

        var totals = tensors.Doubles(PcaTotals, 2);
        var components = new PrincipalComponents(
            tensors.Doubles(PcaMean), tensors.Doubles(PcaComponents), tensors.Doubles(PcaVariance), totals[0], totals[1]);
        return new FeatureChain(components.Dimensions, takesRoots, standardization, components, options.PcaResidual ?? false);
    }

    private static Scorer ReadScorer(ModelTensors tensors, FitOptions options, ReferenceSet references)
    {
        if (LearnedScorer.IsLearned(options.Method))
        {
            return new LearnedScorer(options.Method, references.Features.Columns);
        }

        if (options.Method == FitMethod.Knn)
        {
            return new NeighbourScorer(references, options.Neighbours, options.Variant);
        }

        var mixture = GaussianMixture.Restore(options.Covariance, tensors.Doubles(Weights), tensors.Doubles(Means), tensors.Doubles(Precisions));
        RequireScore(mixture);
        return mixture.Dimensions == references.Features.Columns
            ? new MixtureScorer(mixture, references)
            : throw new ModelFileException($"its mixture has {mixture.Dimensions} dimensions, its references {references.Features.Columns}");
    }

    private static void RequireFinite(FeatureChain chain)
    {
        var rows = chain.Transform(new FeatureMatrix(1, chain.InputDimensions, new float[chain.InputDimensions]), 1, CancellationToken.None);
        if (!rows.Values.Concat(rows.LogResiduals).All(double.IsFinite))
        {
            throw new ModelFileException("its standardisation or PCA gives no finite values");
        }
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
