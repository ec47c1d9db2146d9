using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>
/// Rows much like pooled features of a network: clusters and heavy tails (Student-t 6) in fewer dimensions, whose spectrum is about i^-1.2, mixed,
/// a little noise, none below 0. Or whitened rows: the same variance in every direction, heavy tails.
/// </summary>
internal sealed class LikelyFeatures
{
    private const int Clusters = 64;
    private const int ClusterDimensions = 40;
    private const int ChunkRows = 4096;

    private readonly int _dimensions;
    private readonly int _latent;
    private readonly bool _isWhitened;
    private readonly float[] _mixing;
    private readonly float[] _centres;

    internal LikelyFeatures(int dimensions, bool isWhitened)
    {
        (_dimensions, _isWhitened, _latent) = (dimensions, isWhitened, isWhitened ? dimensions : dimensions / 2);
        var random = new SeededRandom(7);
        _mixing = new float[isWhitened ? 0 : _latent * dimensions];
        for (var i = 0; i < _mixing.Length; i++)
        {
            _mixing[i] = (float)(.12 * random.NextGaussian() * Math.Pow((i / dimensions) + 1, -.6));
        }

        _centres = new float[Clusters * _latent];
        for (var i = 0; i < _centres.Length; i++)
        {
            _centres[i] = isWhitened || i % _latent >= ClusterDimensions ? 0 : (float)(1.2 * random.NextGaussian());
        }
    }

    internal FeatureMatrix Draw(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[(long)count * _dimensions];
        var hidden = new float[ChunkRows * _latent];
        for (var first = 0; first < count; first += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, count - first);
            for (var row = 0; row < rows; row++)
            {
                Draw(random, hidden.AsSpan(row * _latent, _latent));
            }

            var target = values.AsSpan(first * _dimensions, rows * _dimensions);
            if (_isWhitened)
            {
                hidden.AsSpan(0, target.Length).CopyTo(target);
            }
            else
            {
                Mix(random, hidden, rows, target);
            }
        }

        return new FeatureMatrix(count, _dimensions, values);
    }

    private void Draw(SeededRandom random, Span<float> row)
    {
        var squares = 0.0;
        for (var i = 0; i < 6; i++)
        {
            squares += Math.Pow(random.NextGaussian(), 2);
        }

        var scale = (_isWhitened ? 1 : .5) * Math.Sqrt(6 / squares);
        foreach (ref var value in row)
        {
            value = (float)(scale * random.NextGaussian());
        }

        TensorPrimitives.Add(row, _centres.AsSpan(random.NextInt(Clusters) * _latent, _latent), row);
    }

    /// <summary>log(1 + exp(mixed - 1.2 + noise)).</summary>
    private unsafe void Mix(SeededRandom random, float[] hidden, int rows, Span<float> target)
    {
        foreach (ref var value in target)
        {
            value = (.02f * (((float)random.NextDouble() * 3.4f) - 1.7f)) - 1.2f;
        }

        fixed (float* h = hidden, m = _mixing, t = target)
        {
            LinearAlgebra.Current.MultiplySingle(Transposed.No, Transposed.No, rows, _dimensions, _latent, 1, h, _latent, m, _dimensions, 1, t, _dimensions);
        }

        TensorPrimitives.Exp(target, target);
        TensorPrimitives.LogP1(target, target);
    }
}
