namespace Giqa.Images;

/// <summary>TensorFlow 1's <c>resize_bilinear</c>: positions scaled about the corner, not about pixel centres.</summary>
internal static class TensorFlowWeights
{
    /// <summary>The first weight is 1, the second the share of the way to the next sample: see <see cref="LerpSums"/>.</summary>
    internal static WeightTable<float> Bilinear(int inputSize, int outputSize)
    {
        var table = new WeightTable<float>(inputSize, outputSize, 2);
        var scale = (float)inputSize / outputSize;
        for (var output = 0; output < outputSize; output++)
        {
            var position = output * scale;
            var low = Math.Min((int)position, inputSize - 1);
            var weights = table.Set(output, low, Math.Min(2, inputSize - low));
            weights[0] = 1f;
            weights[1..].Fill(position - low);
        }

        return table;
    }
}
