using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;

namespace Giqa.Metrics.Pairs;

/// <summary>
/// The distance of two images' Gram matrices (Gatys 2016 eq. 3, Gatys 2016 eq. 4): products of a network's feature maps, summed
/// over all places, so that they keep texture and colour but not positions.
/// </summary>
/// <remarks>
/// The map is <c>block_6_expand_relu</c> of <c>mobilenet-mid</c>, or the first output of any other backbone, which must then have
/// spatial positions. Maps are divided by the root of the number of places, distances by the number of matrix entries. Safe to share between threads.
/// </remarks>
internal sealed class StyleDistance : IDisposable
{
    private const string BuiltInLayer = "block_6_expand_relu";

    private readonly OnnxSession _session;
    private readonly Preprocessing _preprocessing;
    private readonly (int Channels, int Places, int ChannelStep, int PlaceStep) _map;

    /// <summary>Makes a backbone ready.</summary>
    /// <param name="backbone">The network.</param>
    /// <exception cref="ModelFileException">Its output has no spatial positions.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is missing.</exception>
    public StyleDistance(Backbone backbone)
    {
        _preprocessing = backbone.Preprocessing;
        var model = backbone.LoadModel();
        var network = backbone.Name == BuiltInBackbones.MiddleName ? OnnxModelEditor.SelectOutput(model, BuiltInLayer) : model;
        _session = OnnxSession.Open(network, backbone.Name, _preprocessing.InputShape(1), OnnxDevice.Parse("cpu"));
        _map = (_session.OutputShape, _preprocessing.Layout) switch
        {
            ([_, var channels, var height, var width], TensorLayout.ChannelsFirst) => ((int)channels, (int)(height * width), (int)(height * width), 1),
            ([_, var height, var width, var channels], _) => ((int)channels, (int)(height * width), 1, (int)channels),
            _ => Refuse(backbone.Name),
        };
    }

    /// <summary>The Gram matrix of an image: channels x channels, symmetric.</summary>
    public double[] Gram(RgbImage image)
    {
        var buffers = _session.Rent();
        try
        {
            _preprocessing.Fill(image, buffers.Input);
            _session.Run(buffers);
            return Multiply(buffers.Output);
        }
        finally
        {
            _session.Return(buffers);
        }
    }

    /// <summary>The distance of two Gram matrices of one backbone: the mean squared difference of their entries.</summary>
    /// <returns>0 for equal styles.</returns>
    public static double Compare(double[] first, double[] second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Length, first.Length, nameof(second));
        var distance = TensorPrimitives.Distance<double>(first, second);
        return distance * distance / first.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private double[] Multiply(float[] map)
    {
        var (channels, places, channelStep, placeStep) = _map;
        var rows = new double[channels * places];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = map[(i / places * channelStep) + (i % places * placeStep)];
        }

        var gram = new double[channels * channels];
        for (var row = 0; row < channels; row++)
        {
            var values = rows.AsSpan(row * places, places);
            for (var column = 0; column <= row; column++)
            {
                gram[(row * channels) + column] = gram[(column * channels) + row] = TensorPrimitives.Dot<double>(values, rows.AsSpan(column * places, places)) / places;
            }
        }

        return gram;
    }

    private (int Channels, int Places, int ChannelStep, int PlaceStep) Refuse(string name)
    {
        var shape = string.Join(" x ", _session.OutputShape);
        _session.Dispose();
        throw new ModelFileException($"{name} gives an output of {shape}, without spatial positions: a style needs N x C x H x W; use {BuiltInBackbones.MiddleName}");
    }
}
