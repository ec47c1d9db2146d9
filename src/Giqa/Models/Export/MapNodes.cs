using Giqa.Features;
using Giqa.Features.Onnx;

namespace Giqa.Models;

/// <summary>Maps as ONNX nodes, from the layers of <c>mobilenet-low</c>. Sums are float32 up to a place's score, as everywhere in maps.</summary>
internal sealed class MapNodes(OnnxExpressions nodes, MapModel maps)
{
    private const int Grid = PatchExtractor.Grid;

    /// <summary>The network's layers that maps look at; none of another network than theirs.</summary>
    internal static IReadOnlyList<string> LayersOf(MapModel maps, Backbone backbone) =>
        maps.Fingerprint == backbone.Fingerprint ? BuiltInBackbones.Find(BuiltInBackbones.DefaultName)!.Layers : [];

    /// <summary>The quality of each place, N x 14 x 14, and that of each image's worst place, N x 1.</summary>
    /// <param name="layers">Their values, N x C x S x S.</param>
    internal (string Map, string Worst) Rate(IReadOnlyList<string> layers)
    {
        var lengths = BuiltInBackbones.TapLengthsOf(BuiltInBackbones.DefaultName);
        var (sum, first) = (string.Empty, 0);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var weights = maps.Scorer.Weights.Slice(first, lengths[layer]).ToArray();
            var products = nodes.Apply("Conv", nodes.Apply("Sqrt", layers[layer]), nodes.Constant(weights, 1, weights.Length, 1, 1));
            var places = ToGrid(products, PatchExtractor.SideOf(layer));
            sum = layer == 0 ? places : nodes.Add(sum, places);
            first += lengths[layer];
        }

        var score = nodes.Reshape(nodes.ToDouble(Smooth(nodes.Subtract(Average(sum), nodes.Apply("GlobalAveragePool", sum)))), -1, PatchExtractor.Cells);
        var map = new CalibrationNodes(nodes, maps.Cells).Quality(nodes.Reshape(score, -1, 1));
        var worst = new CalibrationNodes(nodes, maps.Worst).Quality(nodes.Extremes(score, 1, largest: false));
        return (nodes.Reshape(map, -1, Grid, Grid), worst);
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
