namespace Giqa.Features;

/// <summary>The order of an image tensor's axes.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channels, rows, columns: PyTorch's order.</summary>
    ChannelsFirst,

    /// <summary>Batch, rows, columns, channels: TensorFlow's order.</summary>
    ChannelsLast,
}
