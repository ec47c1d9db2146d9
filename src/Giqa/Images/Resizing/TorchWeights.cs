namespace Giqa.Images;

/// <summary>PyTorch's bilinear weights with half-pixel centres (align_corners=False), rounded to float32 where it rounds.</summary>
internal static class TorchWeights
{
    internal static WeightTable<float> Bilinear(int inputSize, int outputSize)
    {
        var table = new WeightTable<float>(inputSize, outputSize, 2);
        double scale = (float)inputSize / outputSize;
        for (var output = 0; output < outputSize; output++)
        {
            var position = Math.Max((scale * (output + 0.5)) - 0.5, 0.0);
            var low = Math.Min((int)position, inputSize - 1);
            var share = (float)(position - low);
            var weights = table.Set(output, low, Math.Min(2, inputSize - low));
            weights[0] = weights.Length == 1 ? 1f : 1f - share;
            weights[1..].Fill(share);
        }

        return table;
    }

    internal static WeightTable<float> Antialiased(int inputSize, int outputSize)
    {
        var scale = (float)inputSize / outputSize;
        var support = Math.Max(scale, 1f);
        var inverse = scale >= 1f ? (float)(1.0 / scale) : 1f;
        var table = new WeightTable<float>(inputSize, outputSize, ((long)MathF.Ceiling(support) * 2) + 1);
        for (var output = 0; output < outputSize; output++)
        {
            var center = (float)(scale * (output + 0.5));
            var start = Math.Max((int)(center - support + 0.5), 0);
            var end = Math.Min((int)(center + support + 0.5), inputSize);
            FillTriangle(table.Set(output, start, end - start), start, center, inverse);
        }

        return table;
    }

    private static void FillTriangle(Span<float> weights, int start, float center, float inverse)
    {
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            var x = (float)((start + i - center + 0.5) * inverse);
            weights[i] = Math.Max(1f - Math.Abs(x), 0f);
            sum += weights[i];
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }
    }
}
