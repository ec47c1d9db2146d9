namespace Giqa.Models;

/// <summary>The binary classifiers on the difference of two style vectors: one hidden layer, N logits, the mean of their sigmoids.</summary>
/// <remarks>Immutable; computed in float64, so that a score depends only on its two vectors.</remarks>
internal sealed class PairClassifiers
{
    private readonly float[] _hiddenWeight;
    private readonly float[] _hiddenBias;
    private readonly float[] _outputWeight;
    private readonly float[] _outputBias;

    /// <summary>Wraps the weights, each matrix row by row: hidden x style, outputs x hidden.</summary>
    /// <exception cref="ModelFileException">Their lengths do not match.</exception>
    internal PairClassifiers(float[] hiddenWeight, float[] hiddenBias, float[] outputWeight, float[] outputBias)
    {
        (_hiddenWeight, _hiddenBias, _outputWeight, _outputBias) = (hiddenWeight, hiddenBias, outputWeight, outputBias);
        StyleLength = hiddenBias.Length > 0 ? hiddenWeight.Length / hiddenBias.Length : 0;
        if (StyleLength == 0 || hiddenWeight.Length != StyleLength * hiddenBias.Length || outputBias.Length == 0 || outputWeight.Length != outputBias.Length * hiddenBias.Length)
        {
            throw new ModelFileException($"its classifiers have {hiddenWeight.Length}, {hiddenBias.Length}, {outputWeight.Length} and {outputBias.Length} weights, which do not match");
        }
    }

    internal int StyleLength { get; }

    internal (float[] Weight, float[] Bias) Hidden => (_hiddenWeight, _hiddenBias);

    internal (float[] Weight, float[] Bias) Output => (_outputWeight, _outputBias);

    internal void Write(ModelTensors tensors)
    {
        tensors.Add("classifiers.hidden.weight", _hiddenWeight, _hiddenBias.Length, StyleLength);
        tensors.Add("classifiers.hidden.bias", _hiddenBias, _hiddenBias.Length);
        tensors.Add("classifiers.output.weight", _outputWeight, _outputBias.Length, _hiddenBias.Length);
        tensors.Add("classifiers.output.bias", _outputBias, _outputBias.Length);
    }

    internal static PairClassifiers Read(ModelTensors tensors) => new(
        tensors.Singles("classifiers.hidden.weight"),
        tensors.Singles("classifiers.hidden.bias"),
        tensors.Singles("classifiers.output.weight"),
        tensors.Singles("classifiers.output.bias"));

    /// <summary>The score of two style vectors, in [0, 1].</summary>
    internal double Score(ReadOnlySpan<float> reference, ReadOnlySpan<float> image)
    {
        Span<double> difference = stackalloc double[StyleLength];
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = Math.Abs((double)reference[i] - image[i]);
        }

        Span<double> hidden = stackalloc double[_hiddenBias.Length];
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = Math.Max(0, _hiddenBias[i] + Dot(_hiddenWeight.AsSpan(i * StyleLength, StyleLength), difference));
        }

        var sum = 0.0;
        for (var i = 0; i < _outputBias.Length; i++)
        {
            sum += 1 / (1 + Math.Exp(-(_outputBias[i] + Dot(_outputWeight.AsSpan(i * hidden.Length, hidden.Length), hidden))));
        }

        return sum / _outputBias.Length;
    }

    private static double Dot(ReadOnlySpan<float> weights, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
        }

        return sum;
    }
}
