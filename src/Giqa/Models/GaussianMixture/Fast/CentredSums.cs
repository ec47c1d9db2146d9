using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The sums of r, r (x - c) and r (x - c)^2 over the rows of every component, about a point c that is near its mean, in one pass over the
/// rows; from them follow the mean m = c + d and the variance, sum r (x - c)^2 / N_k - d^2. If d^2 cancels more than a bit of a variance, that
/// component is measured about its mean after all.
/// </summary>
/// <param name="components">M.</param>
/// <param name="columns">D.</param>
/// <param name="isSpherical">Whether squares are summed over the columns, too.</param>
internal sealed unsafe class CentredSums(int components, int columns, bool isSpherical)
{
    private const int MostChunks = 16;
    private const int BlockRows = 64;

    private readonly int _squares = isSpherical ? 1 : columns;

    private int Width => 1 + columns + _squares;

    /// <summary>Moves the means to those of the rows' responsibilities, and writes N_k and the variances.</summary>
    /// <param name="rows">N x D.</param>
    /// <param name="responsibilities">Of every component.</param>
    /// <param name="means">M x D: the points c, then the means.</param>
    /// <param name="counts">M.</param>
    /// <param name="variances">M x D; if spherical M, sums over the columns.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>Which components' variances have kept their digits; the others' mean nothing.</returns>
    internal bool[] Follow(MatrixView rows, Responsibilities responsibilities, PinnedArray means, double[] counts, double* variances, WorkContext context)
    {
        // Chunks of rows that do not depend on the number of threads, so that the sums do not either.
        var chunkRows = ParallelBlocks.Count(ParallelBlocks.Count(rows.Rows, MostChunks), BlockRows) * BlockRows;
        var chunks = ParallelBlocks.Count(rows.Rows, chunkRows);
        var size = (long)components * Width;
        using var sums = new AlignedBuffer<double>(chunks * size);
        context.Run(chunks, chunk => AddChunk(rows, responsibilities, means, chunk * chunkRows, Math.Min(rows.Rows, (chunk + 1) * chunkRows), sums.Pointer + (chunk * size)));
        for (var chunk = 1; chunk < chunks; chunk++)
        {
            VectorKernels.AddScaled(1, sums.Pointer + (chunk * size), sums.Pointer, (int)size);
        }

        return [.. Enumerable.Range(0, components).Select(component =>
            TryMove(sums.Pointer + ((long)component * Width), means.Pointer + ((long)component * columns), out counts[component], variances + ((long)component * _squares)))];
    }

    private void AddChunk(MatrixView rows, Responsibilities responsibilities, PinnedArray means, int first, int end, double* sums)
    {
        var next = new int[components];
        for (var component = 0; component < components; component++)
        {
            var place = responsibilities.Rows(component).BinarySearch(first);
            next[component] = place < 0 ? ~place : place;
        }

        // Some rows for all components, while the cache holds them.
        for (var stop = Math.Min(end, first + BlockRows); first < end; (first, stop) = (stop, Math.Min(end, stop + BlockRows)))
        {
            for (var component = 0; component < components; component++)
            {
                AddRows(rows, responsibilities, component, ref next[component], stop, means.Pointer + ((long)component * columns), sums + ((long)component * Width));
            }
        }
    }

    private void AddRows(MatrixView rows, Responsibilities responsibilities, int component, ref int next, int end, double* center, double* sums)
    {
        var members = responsibilities.Rows(component);
        var weights = responsibilities.Weights(component);
        for (; next < members.Length && members[next] < end; next++)
        {
            var weight = weights[next];
            sums[0] += weight;
            if (isSpherical)
            {
                sums[1 + columns] += weight * VectorKernels.AddScaledDifference(weight, rows.Row(members[next]), center, sums + 1, columns);
            }
            else
            {
                VectorKernels.AddScaledMoments(weight, rows.Row(members[next]), center, sums + 1, sums + 1 + columns, columns);
            }
        }
    }

    private bool TryMove(double* sums, double* mean, out double count, double* variances)
    {
        var weight = sums[0];
        var first = sums + 1;
        var second = first + columns;
        count = weight + Gaussians.LeastCount;
        var isExact = true;
        double moved = 0;
        for (var i = 0; i < columns; i++)
        {
            var to = (first[i] + (weight * mean[i])) / count;
            var shift = to - mean[i];
            mean[i] = to;
            var change = shift * ((2 * first[i]) - (shift * weight));
            moved += change;
            if (!isSpherical)
            {
                variances[i] = (second[i] - change) / count;
                isExact &= change <= second[i] / 2;
            }
        }

        if (isSpherical)
        {
            variances[0] = (second[0] - moved) / count;
            isExact = moved <= second[0] / 2;
        }

        return isExact;
    }
}
