using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Metrics.Pairs;
using Giqa.Tests.Support;

namespace Giqa.Tests.Metrics.Pairs;

public sealed class StyleDistanceTests
{
    [Fact]
    public void Gram_OfAnImage_IsTheMeanProductOfItsMapsOverAllPlaces()
    {
        var backbone = BuiltInBackbones.Find(BuiltInBackbones.MiddleName)!.Open();
        using var style = new StyleDistance(backbone);
        using var session = OnnxSession.Open(
            OnnxModelEditor.SelectOutput(backbone.LoadModel(), "block_6_expand_relu"), backbone.Name, backbone.Preprocessing.InputShape(1), OnnxDevice.Parse("cpu"));
        var image = PaintedImages.Paint(5, 64);
        var buffers = session.Rent();
        backbone.Preprocessing.Fill(image, buffers.Input);
        session.Run(buffers);
        var maps = buffers.Output.Chunk((int)(session.OutputShape[2] * session.OutputShape[3])).ToArray();

        var gram = style.Gram(image);

        Assert.Equal(maps.Length * maps.Length, gram.Length);
        foreach (var (i, j) in new[] { (0, 0), (3, 17), (17, 3), (maps.Length - 1, 5) })
        {
            Assert.Equal(maps[i].Zip(maps[j], (a, b) => (double)a * b).Average(), gram[(i * maps.Length) + j], 1e-9);
        }
    }

    [Fact]
    public void Compare_OfTwoMatrices_IsTheMeanSquaredDifference()
    {
        Assert.Equal((1 + 0 + 4 + 9) / 4.0, StyleDistance.Compare([1, 2, 3, 4], [2, 2, 1, 7]), 1e-12);
        Assert.Equal(0, StyleDistance.Compare([1, 2], [1, 2]));
    }
}
