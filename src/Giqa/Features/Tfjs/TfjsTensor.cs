namespace Giqa.Features.Tfjs;

/// <summary>A weight of a tfjs model: its shape in Keras' order and its values, row-major.</summary>
internal sealed class TfjsTensor(int[] shape, float[] values)
{
    internal int[] Shape { get; } = shape;

    internal float[] Values { get; } = values;
}
