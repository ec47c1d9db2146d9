using System.Globalization;
using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;

namespace Giqa.Models;

/// <summary>Builds the graph from pixels to score: resizing, scaling, backbone, pooling, feature chain, head, calibration.</summary>
internal sealed class ScorerGraph
{
    private readonly OnnxGraph _graph = new("scorer");
    private readonly OnnxExpressions _nodes;
    private readonly QualityModel _model;
    private readonly Backbone _backbone;
    private readonly OnnxPart _part;
    private readonly int _width;
    private readonly int _height;

    internal ScorerGraph(QualityModel model, Backbone backbone, OnnxPart part, int width, int height)
    {
        _nodes = new OnnxExpressions(_graph);
        (_model, _backbone, _part, _width, _height) = (model, backbone, part, width, height);
    }

    /// <summary>The names of the outputs, once it is built.</summary>
    internal List<string> Outputs { get; } = [];

    internal byte[] Build()
    {
        Describe();
        var pixels = _graph.AddInput(ScorerExport.InputName, "batch", "3", Text(_height), Text(_width));
        var output = _graph.AddPart(_part, Prepare(pixels));
        var (score, quality) = Rate(Pool(output));
        _ = _graph.AddNode("Reshape", ScorerExport.ScoreName, [score, _nodes.Integers(-1)]);
        _ = _graph.AddNode("Reshape", ScorerExport.QualityName, [quality, _nodes.Integers(-1)]);
        AddOutput(ScorerExport.ScoreName, "batch");
        AddOutput(ScorerExport.QualityName, "batch");
        AddPeople(quality);
        AddMaps();
        return _graph.ToModel();
    }

    private void AddOutput(string name, params string[] dimensions)
    {
        _graph.AddDoubleOutput(name, dimensions);
        Outputs.Add(name);
    }

    /// <summary>For a model that estimates the share of people who would prefer an image.</summary>
    private void AddPeople(string quality)
    {
        if (_model.People is not { } people)
        {
            return;
        }

        var (qualities, shares) = (people.Qualities.ToArray(), people.Shares.Select(share => share.Value).ToArray());
        var within = _nodes.Apply("Min", _nodes.Apply("Max", quality, _nodes.Scalar(qualities[0])), _nodes.Scalar(qualities[^1]));
        var preferred = qualities.Length == 1 ? _nodes.Add(_nodes.Multiply(within, _nodes.Scalar(0)), _nodes.Scalar(shares[0])) : CalibrationNodes.Between(_nodes, within, qualities, shares);
        _ = _graph.AddNode("Reshape", ScorerExport.PreferredName, [preferred, _nodes.Integers(-1)]);
        AddOutput(ScorerExport.PreferredName, "batch");
        _graph.Metadata["giqa.outputs"] += $"; {ScorerExport.PreferredName}: N float64 in (0, 1), the share of people who would prefer it over the median image";
    }

    /// <summary>For a model with maps whose network is the one that they use.</summary>
    private void AddMaps()
    {
        if (_model.Maps is not { } maps || MapNodes.LayersOf(maps, _backbone) is not { Count: > 0 } layers)
        {
            return;
        }

        var (map, worst) = new MapNodes(_nodes, maps).Rate([.. layers.Select(_part.NameOf)]);
        _ = _graph.AddNode("Identity", ScorerExport.MapName, [map]);
        _ = _graph.AddNode("Reshape", ScorerExport.WorstName, [worst, _nodes.Integers(-1)]);
        AddOutput(ScorerExport.MapName, "batch", Text(PatchExtractor.Grid), Text(PatchExtractor.Grid));
        AddOutput(ScorerExport.WorstName, "batch");
        _graph.Metadata["giqa.outputs"] += $"; {ScorerExport.MapName}: N x {PatchExtractor.Grid} x {PatchExtractor.Grid} float64, the quality of each place; {ScorerExport.WorstName}: N float64, that of the worst place";
    }

    /// <summary>Score and quality of features: the only branch's, or the means over the folds' branches.</summary>
    private (string Score, string Quality) Rate(string features)
    {
        var (score, quality) = (string.Empty, string.Empty);
        foreach (var branch in _model.Branches)
        {
            var (ofScore, ofQuality) = Rate(features, branch);
            if (_model.Branches.Count == 1)
            {
                return (ofScore, ofQuality);
            }

            ofScore = _nodes.Multiply(ofScore, _nodes.Scalar(1.0 / _model.Branches.Count));
            ofQuality = _nodes.Multiply(ofQuality, _nodes.Scalar((double)branch.Calibration.HeldOutCount / _model.HeldOutCount));
            (score, quality) = score.Length == 0 ? (ofScore, ofQuality) : (_nodes.Add(score, ofScore), _nodes.Add(quality, ofQuality));
        }

        return (score, quality);
    }

    private (string Score, string Quality) Rate(string features, ModelBranch branch)
    {
        var score = branch.Taps is [var only] ? Score(features, only) : branch.Taps.Select(tap => Standardized(features, tap)).Aggregate(_nodes.Add);
        return (score, new CalibrationNodes(_nodes, branch.Calibration).Quality(score));
    }

    private string Score(string features, ScoredTap tap)
    {
        var (rows, logResiduals) = Transform(features, tap.Chain);
        var score = new ScorerHead(_nodes, tap.Scorer, _model.Options).Score(rows);
        return logResiduals is null ? score : _nodes.Add(score, logResiduals);
    }

    /// <summary>One of several taps' scores, for its own columns and on the common scale.</summary>
    private string Standardized(string features, ScoredTap tap)
    {
        var columns = _nodes.Columns(features, tap.Chain.FirstColumn, tap.Chain.InputDimensions);
        var score = Score(columns, tap);
        score = tap.Scorer is NeighbourScorer ? _nodes.Apply("Log", score) : score;
        return _nodes.Divide(_nodes.Subtract(score, _nodes.Scalar(tap.Scale.Mean)), _nodes.Scalar(tap.Scale.Deviation));
    }

    private void Describe()
    {
        _graph.Metadata["giqa.kind"] = _model.Options.Method.ToString().ToLowerInvariant();
        _graph.Metadata["giqa.backbone"] = _backbone.Name;
        _graph.Metadata["giqa.backbone_licence"] = _backbone.Licence;
        _graph.Metadata["giqa.fingerprint"] = _backbone.Fingerprint;
        _graph.Metadata["giqa.fitted_by"] = _model.Software;
        _graph.Metadata["giqa.exported_by"] = ModelFile.Software;
        _graph.Metadata["giqa.input"] = $"{ScorerExport.InputName}: N x 3 x {_height} x {_width} float32, RGB, 0..255";
        _graph.Metadata["giqa.outputs"] = $"{ScorerExport.ScoreName}: N float64, higher is better; {ScorerExport.QualityName}: N float64 in (0, 1), 0.5 is the median of the {(_model.Preference is { } preference ? PreferenceReport.NameOf(preference.CalibratedOn) : "real images")}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Prepare(string pixels)
    {
        var preprocessing = _backbone.Preprocessing;
        var resized = Resize(pixels, preprocessing);
        var (mean, deviation) = (preprocessing.Mean, preprocessing.Deviation);
        var scaled = _nodes.Multiply(resized, _nodes.Constant([preprocessing.Scale], 1));
        var centred = _nodes.Subtract(scaled, _nodes.Constant([mean.Red, mean.Green, mean.Blue], 1, 3, 1, 1));
        var values = _nodes.Divide(centred, _nodes.Constant([deviation.Red, deviation.Green, deviation.Blue], 1, 3, 1, 1));
        return preprocessing.Layout == TensorLayout.ChannelsFirst ? values : _nodes.Transpose(values, 0, 2, 3, 1);
    }

    /// <summary>Rows first, like the resizer, each axis as one product with its weights; an axis that keeps its size is unchanged.</summary>
    private string Resize(string pixels, Preprocessing preprocessing)
    {
        if (preprocessing.Width == _width && preprocessing.Height == _height)
        {
            return pixels;
        }

        var mode = preprocessing.Resize;
        var value = _nodes.ToDouble(pixels);
        if (preprocessing.Width != _width)
        {
            var weights = _nodes.Constant(ResampleMatrix.Create(mode, _width, preprocessing.Width), preprocessing.Width, _width);
            value = Round(_nodes.Product(value, _nodes.Transpose(weights, 1, 0)), mode);
        }

        if (preprocessing.Height != _height)
        {
            var weights = _nodes.Constant(ResampleMatrix.Create(mode, _height, preprocessing.Height), preprocessing.Height, _height);
            value = Round(_nodes.Product(weights, value), mode);
        }

        return _nodes.ToSingle(mode is ResizeMode.PilBicubicFloat or ResizeMode.PilLanczosFloat ? Clip(value) : value);
    }

    private string Round(string value, ResizeMode mode) => ResampleMatrix.RoundsToBytes(mode)
        ? Clip(_nodes.Apply("Floor", _nodes.Add(value, _nodes.Scalar(.5))))
        : _nodes.ToDouble(_nodes.ToSingle(value));

    private string Clip(string value) => _nodes.Apply("Min", _nodes.Apply("Max", value, _nodes.Scalar(0)), _nodes.Scalar(255));

    private string Pool(string output)
    {
        var channelsLast = _backbone.Preprocessing.Layout == TensorLayout.ChannelsLast;
        return _backbone.Description.Pooling switch
        {
            FeaturePooling.None => Flatten(output),
            FeaturePooling.SpatialMean when channelsLast => Mean(_nodes.Transpose(output, 0, 3, 1, 2)),
            FeaturePooling.SpatialMean => Mean(output),
            FeaturePooling.TokenMean => Mean(_nodes.Transpose(output, 0, 2, 1)),
            FeaturePooling.FirstToken => Flatten(_nodes.Apply("Gather", [output, _nodes.Integers(0)], OnnxAttribute.Integer("axis", 1))),
            var pooling => throw new GiqaException($"the pooling {pooling} cannot be written as ONNX"),
        };
    }

    private string Mean(string value) => Flatten(_nodes.Apply("GlobalAveragePool", value));

    private string Flatten(string value) => _nodes.Apply("Flatten", [value], OnnxAttribute.Integer("axis", 1));

    /// <summary>The chain, rounded to float32 where the library rounds, and the log density of what PCA drops, N x 1, if it counts.</summary>
    private (string Rows, string? LogResiduals) Transform(string features, FeatureChain chain)
    {
        var value = chain.TakesRoots ? _nodes.Multiply(_nodes.Apply("Sign", features), _nodes.Apply("Sqrt", _nodes.Apply("Abs", features))) : features;
        value = _nodes.ToDouble(value);
        if (chain.Standardization is { } standardization)
        {
            var (mean, scale) = (_nodes.Constant([.. standardization.Mean], 1, chain.InputDimensions), _nodes.Constant([.. standardization.Scale], 1, chain.InputDimensions));
            value = _nodes.ToDouble(_nodes.ToSingle(_nodes.Divide(_nodes.Subtract(value, mean), scale)));
        }

        if (chain.Components is not { } components)
        {
            return (value, null);
        }

        var centred = _nodes.Subtract(value, _nodes.Constant(components.Mean.ToArray(), 1, components.Dimensions));
        var rows = _nodes.Product(centred, _nodes.Transpose(_nodes.Constant(components.Components.ToArray(), components.Count, components.Dimensions), 1, 0));
        var logResiduals = chain.Residual is { } residual ? LogResiduals(centred, rows, components, residual) : null;
        return (chain.Whitening is { } factors ? _nodes.Multiply(rows, _nodes.Constant(factors, 1, components.Count)) : rows, logResiduals);
    }

    private string LogResiduals(string centred, string rows, PrincipalComponents components, ResidualGaussian residual)
    {
        var all = _nodes.SumOfLast(_nodes.Multiply(centred, centred), components.Dimensions);
        var kept = _nodes.SumOfLast(_nodes.Multiply(rows, rows), components.Count);
        var squared = _nodes.Apply("Max", _nodes.Subtract(all, kept), _nodes.Scalar(0));
        return _nodes.Subtract(_nodes.Scalar(residual.Peak), _nodes.Multiply(squared, _nodes.Scalar(1 / (2 * residual.Variance))));
    }
}
