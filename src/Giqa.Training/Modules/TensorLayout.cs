using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>The order of an image tensor's values in memory; its shape stays N x C x H x W.</summary>
internal static class TensorLayout
{
    private const int ChannelsLastFormat = 2;

    /// <summary>The same image with the channels of a pixel adjacent.</summary>
    public static Tensor ChannelsLast(Tensor images) => Op.Contiguous.Call(images, ChannelsLastFormat);
}
