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
    private const string TapScale = "scale";
    private const string References = "references";
    private const string Network = "network";

    // Of a model with several branches, what is no part of a fold belongs to the references.
    private const string FoldCount = "folds";

    internal static void Write(QualityModel model, ModelTensors tensors)
    {
        WriteChain(model.Chain, tensors, string.Empty);
        if (model.Branches is [{ Taps: [var tap] } only])
        {
            WriteScorer(tap.Scorer, tensors, string.Empty);
            WriteCalibration(only.Calibration, tensors, string.Empty);
        }
        else if (model.Branches is [var branch])
        {
            WriteBranch(branch, tensors, string.Empty);
        }
        else
        {
            tensors.Add(FoldCount, new double[] { model.Branches.Count });
            for (var fold = 0; fold < model.Branches.Count; fold++)
            {
                WriteBranch(model.Branches[fold], tensors, PrefixOf(fold));
            }
        }

        if (model.Network is { } network)
        {
            tensors.Add(Network, network.LoadModel());
        }

        var references = model.References.Features;
        tensors.Add(References, references.Values, references.Rows, references.Columns);
    }

    internal static (ModelBranch[] Branches, FeatureChain Chain, ReferenceSet References) Read(ModelTensors tensors, FitOptions options, string[] names, int soundness, ImportedScorerReport? imported)
    {
        tensors.RequireFinite();
        var references = ReadReferences(tensors, options, names);
        var chain = ReadChain(tensors, options, string.Empty, null, references.Features.Columns);
        if (chain.OutputDimensions != references.Features.Columns)
        {
            throw new ModelFileException($"its chain gives {chain.OutputDimensions} values, its references have {references.Features.Columns}");
        }

        if (!tensors.Contains(FoldCount))
        {
            return ([options.TapLengths.Count > 1
                ? ReadBranch(tensors, options, string.Empty, chain)
                : new ModelBranch([new ScoredTap(chain, ReadScorer(tensors, options, string.Empty, references, soundness, imported), ScoreScale.None)], ReadCalibration(tensors, string.Empty))], chain, references);
        }

        var folds = tensors.Doubles(FoldCount);
        return folds is [>= 2 and <= FitOptions.Folds and var count]
            ? ([.. Enumerable.Range(0, (int)count).Select(fold => ReadBranch(tensors, options, PrefixOf(fold), chain))], chain, references)
            : throw new ModelFileException($"it tells of {string.Join(", ", folds)} folds");
    }

    /// <summary>The network inside a model file.</summary>
    internal static Backbone ReadNetwork(ModelTensors tensors, NetworkRecord record) =>
        EmbeddedBackbone.Create(record.Name, tensors.Bytes(Network), record.Outputs, record.Preprocessing, record.Pooling);

    private static ReferenceSet ReadReferences(ModelTensors tensors, FitOptions options, string[] names)
    {
        var shape = tensors.Shape(References);
        return shape.Length == 2 && shape[0] == names.Length
            ? new ReferenceSet(tensors.Matrix(References), names, options.Sources)
            : throw new ModelFileException($"it names {names.Length} references and holds ({string.Join(", ", shape)}) values of them");
    }

    private static string PrefixOf(int fold) => string.Create(CultureInfo.InvariantCulture, $"fold.{fold}.");

    private static string PrefixOf(string branch, int tap) => string.Create(CultureInfo.InvariantCulture, $"{branch}tap.{tap}.");

    /// <summary>A branch whose chain and references are not the model's.</summary>
    private static void WriteBranch(ModelBranch branch, ModelTensors tensors, string prefix)
    {
        for (var tap = 0; tap < branch.Taps.Count; tap++)
        {
            var (part, name) = (branch.Taps[tap], branch.Taps.Count == 1 ? prefix : PrefixOf(prefix, tap));
            WriteChain(part.Chain, tensors, name);
            WriteScorer(part.Scorer, tensors, name);
            if (part.Scorer is NeighbourScorer { References.Features: var references })
            {
                tensors.Add(name + References, references.Values, references.Rows, references.Columns);
            }

            if (branch.Taps.Count > 1)
            {
                tensors.Add(name + TapScale, [part.Scale.Mean, part.Scale.Deviation]);
            }
        }

        WriteCalibration(branch.Calibration, tensors, prefix);
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

    private static void WriteScorer(Scorer scorer, ModelTensors tensors, string prefix)
    {
        (scorer as PreferenceScorer)?.Write(tensors);
        if (scorer is MixtureScorer { Mixture: { } mixture })
        {
            tensors.Add(prefix + Weights, mixture.Weights.ToArray());
            tensors.Add(prefix + Means, mixture.Means.ToArray(), mixture.Components, mixture.Dimensions);
            tensors.Add(prefix + Precisions, mixture.PrecisionCholesky.ToArray());
        }
    }

    internal static void WriteCalibration(Calibration calibration, ModelTensors tensors, string prefix)
    {
        tensors.Add(prefix + Scores, calibration.Scores.ToArray());
        tensors.Add(prefix + Qualities, calibration.Qualities.ToArray());
        tensors.Add(prefix + Tails, [calibration.HeldOutCount, calibration.LowerSlope, calibration.UpperSlope]);
    }

    private static ModelBranch ReadBranch(ModelTensors tensors, FitOptions options, string prefix, FeatureChain whole)
    {
        var taps = TapRange.Of(options.TapLengths, whole.InputDimensions);
        if (taps.Sum(tap => (long)tap.Length) != whole.InputDimensions)
        {
            throw new ModelFileException($"its taps have {string.Join(" + ", options.TapLengths)} values, its features {whole.InputDimensions}");
        }

        ScoredTap[] scored = [.. taps.Select((range, tap) => ReadTap(tensors, options, taps.Length == 1 ? prefix : PrefixOf(prefix, tap), range, taps.Length == 1))];
        return taps.Length == 1 && scored[0].Chain.OutputDimensions != whole.OutputDimensions
            ? throw new ModelFileException($"a fold's chain makes {scored[0].Chain.OutputDimensions} values of {scored[0].Chain.InputDimensions}, that of its references {whole.OutputDimensions} of {whole.InputDimensions}")
            : new ModelBranch(scored, ReadCalibration(tensors, prefix));
    }

    private static ScoredTap ReadTap(ModelTensors tensors, FitOptions options, string prefix, TapRange range, bool isOnly)
    {
        var chain = ReadChain(tensors, options, prefix, range);
        var name = prefix + References;
        var features = options.Method != FitMethod.Knn ? new FeatureMatrix(0, chain.OutputDimensions, [])
            : tensors.Shape(name) is [> 0, var columns] && columns == chain.OutputDimensions ? tensors.Matrix(name)
            : throw new ModelFileException($"a branch's references are ({string.Join(", ", tensors.Shape(name))}) values");
        return new ScoredTap(chain, ReadScorer(tensors, options, prefix, new ReferenceSet(features, [], []), 0, null), isOnly ? ScoreScale.None : ReadScale(tensors, prefix));
    }

    private static ScoreScale ReadScale(ModelTensors tensors, string prefix)
    {
        var values = tensors.Doubles(prefix + TapScale, 2);
        return values[1] > 0 ? new ScoreScale(values[0], values[1]) : throw new ModelFileException($"a tap's scores have the deviation {values[1]}");
    }

    internal static Calibration ReadCalibration(ModelTensors tensors, string prefix)
    {
        var tails = tensors.Doubles(prefix + Tails, 3);
        return Calibration.Restore(tensors.Doubles(prefix + Scores), tensors.Doubles(prefix + Qualities), (int)tails[0], tails[1], tails[2]);
    }

    /// <summary>The chain of some columns; of the whole vector, whose length its parts say, where no columns are given.</summary>
    private static FeatureChain ReadChain(ModelTensors tensors, FitOptions options, string prefix, TapRange? range, int plainDimensions = 0)
    {
        var chain = RestoreChain(tensors, options, prefix, range ?? new TapRange(0, plainDimensions));
        if (range is { } columns && chain.InputDimensions != columns.Length)
        {
            throw new ModelFileException($"a branch's chain takes {chain.InputDimensions} values, not {columns.Length}");
        }

        var width = chain.FirstColumn + chain.InputDimensions;
        var rows = chain.Transform(new FeatureMatrix(1, width, new float[width]), 1, CancellationToken.None);
        return rows.Values.Concat(rows.LogResiduals).All(double.IsFinite) ? chain : throw new ModelFileException("its standardisation or PCA gives no finite values");
    }

    private static FeatureChain RestoreChain(ModelTensors tensors, FitOptions options, string prefix, TapRange range)
    {
        var takesRoots = options.SquareRoots ?? false;
        var standardization = tensors.Contains(prefix + Mean) ? new Standardization(tensors.Doubles(prefix + Mean), tensors.Doubles(prefix + Scale)) : null;
        if (!tensors.Contains(prefix + PcaMean))
        {
            return new FeatureChain(standardization?.Dimensions ?? range.Length, takesRoots, standardization, null, firstColumn: range.First);
        }

        var totals = tensors.Doubles(prefix + PcaTotals, 2);
        var components = new PrincipalComponents(
            tensors.Doubles(prefix + PcaMean), tensors.Doubles(prefix + PcaComponents), tensors.Doubles(prefix + PcaVariance), totals[0], totals[1]);
        return new FeatureChain(components.Dimensions, takesRoots, standardization, components, options.PcaResidual ?? false, options.Whiten ?? false, range.First);
    }

    private static Scorer ReadScorer(ModelTensors tensors, FitOptions options, string prefix, ReferenceSet references, int soundness, ImportedScorerReport? imported)
    {
        if (imported is not null)
        {
            return ImportedScorer.Create(imported, references.Features.Columns);
        }

        if (options.Method == FitMethod.Prefer)
        {
            return PreferenceScorer.Read(tensors, references.Features.Columns);
        }

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

        if (options.Method is not (FitMethod.Gmm or FitMethod.Sgm))
        {
            throw new ModelFileException($"models of the method {options.Method} are not known here");
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
