namespace Giqa.Images;

/// <summary>One image on its way to another size.</summary>
internal sealed record ResampleJob(RgbImage Image, int Width, int Height, VectorPath Path)
{
    /// <summary>Resamples with ready weights; null weights mean that an axis keeps its size.</summary>
    internal delegate void Resampler<TSample, TWeight>(
        ResampleJob job, WeightTable<TWeight>? columns, WeightTable<TWeight>? rows, Span<TSample> destination)
        where TSample : unmanaged
        where TWeight : unmanaged;

    internal bool IsIdentity => Image.Width == Width && Image.Height == Height;

    /// <summary>Makes the weights of the axes that change, once when both change alike, and resamples.</summary>
    internal void Run<TSample, TWeight>(
        Func<int, int, WeightTable<TWeight>> weights, Resampler<TSample, TWeight> resampler, Span<TSample> destination)
        where TSample : unmanaged
        where TWeight : unmanaged
    {
        using var columns = Width == Image.Width ? null : weights(Image.Width, Width);
        if (columns is not null && Height == Width && Image.Height == Image.Width)
        {
            resampler(this, columns, columns, destination);
            return;
        }

        using var rows = Height == Image.Height ? null : weights(Image.Height, Height);
        resampler(this, columns, rows, destination);
    }
}
