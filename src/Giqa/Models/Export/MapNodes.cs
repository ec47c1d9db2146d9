using Giqa.Features;
using Giqa.Features.Onnx;

namespace Giqa.Models;

/// <summary>Maps as ONNX nodes, from the layers of <c>mobilenet-low</c>. Sums are in float32 up to a place's score, as everywhere in maps.</summary>
internal sealed class MapNodes(OnnxExpressions nodes, MapModel maps)
{
    private const int Grid = PatchExtractor.Grid;

    /// <summary>The network's layers that maps use; none for any other network.</summary>
    internal static IReadOnlyList<string> LayersOf(MapModel maps, Backbone backbone) =>
        maps.Fingerprint == backbone.Fingerprint ? BuiltInBackbones.Find(BuiltInBackbones.DefaultName)!.Layers : [];

    /// <summary>The quality of each place, N x 14 x 14, and that of each image's worst place, N x 1.</summary>
    /// <param name="layers">Their values, N x C x S x S.</param>
    internal (string Map, string Worst) Rate(IReadOnlyList<string> layers)
    {
        var lengths = BuiltInBackbones.TapLengthsOf(BuiltInBackbones.DefaultName);
        var (sum, first, kinds) = (string.Empty, 0, maps.Scorer.Kinds);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var products = nodes.Apply("Conv", nodes.Apply("Sqrt", layers[layer]), nodes.Constant(WeightsOf(first, lengths[layer]), kinds, lengths[layer], 1, 1));
            var places = ToGrid(products, PatchExtractor.SideOf(layer));
            sum = layer == 0 ? places : nodes.Add(sum, places);
            first += lengths[layer];
        }

        var centred = nodes.Reshape(nodes.Subtract(Average(sum), nodes.Apply("GlobalAveragePool", sum)), -1, 1, Grid, Grid);
        var values = nodes.Reshape(nodes.ToDouble(Smooth(centred)), -1, kinds, PatchExtractor.Cells);
        var score = Least(nodes.Add(values, nodes.Constant(maps.Scorer.Offsets.ToArray(), 1, kinds, 1)));
        var map = new CalibrationNodes(nodes, maps.Cells).Quality(nodes.Reshape(score, -1, 1));
        var worst = new CalibrationNodes(nodes, maps.Worst).Quality(nodes.Extremes(score, 1, largest: false));
        return (nodes.Reshape(map, -1, Grid, Grid), worst);
    }

    /// <summary>The soft minimum over kinds, as <see cref="PatchScorer"/> takes it: from N x K x 196 to N x 196.</summary>
    private string Least(string values)
    {
        var kinds = maps.Scorer.Kinds;
        var rows = nodes.Reshape(nodes.Transpose(values, 0, 2, 1), -1, kinds);
        var least = nodes.Extremes(rows, 1, largest: false);
        var sum = nodes.SumOfLast(nodes.Apply("Exp", nodes.Divide(nodes.Subtract(least, rows), nodes.Scalar(maps.Scorer.Softness))), kinds);
        return nodes.Reshape(nodes.Subtract(least, nodes.Multiply(nodes.Apply("Log", sum), nodes.Scalar(maps.Scorer.Softness))), -1, PatchExtractor.Cells);
    }

    /// <summary>A layer's part of every kind's weights.</summary>
    private float[] WeightsOf(int first, int length)
    {
        var columns = maps.Scorer.Columns;
        var weights = new float[maps.Scorer.Kinds * length];
        for (var kind = 0; kind < maps.Scorer.Kinds; kind++)
        {
            maps.Scorer.Weights.Slice((kind * columns) + first, length).CopyTo(weights.AsSpan(kind * length));
        }

        return weights;
    }

    private string ToGrid(string value, int side) => side == Grid
        ? value
        : nodes.Apply("AveragePool", [value], OnnxAttribute.Integers("kernel_shape", side / Grid, side / Grid), OnnxAttribute.Integers("strides", side / Grid, side / Grid));

    private string Average(string value) =>
        nodes.Apply("AveragePool", [value], OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("pads", 1, 1, 1, 1), OnnxAttribute.Integer("count_include_pad", 0));

    private string Smooth(string value)
    {
        float[] kernel = [1, 2, 1, 2, 4, 2, 1, 2, 1];
        var totals = new float[PatchExtractor.Cells];
        for (var cell = 0; cell < totals.Length; cell++)
        {
            totals[cell] = Side(cell / Grid) * Side(cell % Grid);
        }

        var sums = nodes.Apply("Conv", [value, nodes.Constant(kernel, 1, 1, 3, 3)], OnnxAttribute.Integers("pads", 1, 1, 1, 1));
        return nodes.Divide(sums, nodes.Constant(totals, 1, 1, Grid, Grid));

        // At an edge a neighbour is missing.
        static int Side(int place) => place is 0 or Grid - 1 ? 3 : 4;
    }
}
