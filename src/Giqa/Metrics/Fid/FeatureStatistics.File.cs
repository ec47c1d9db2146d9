using Giqa.Numerics;
using Giqa.Storage;

namespace Giqa.Metrics;

/// <content>The .npz files that pytorch-fid and clean-fid write and read: arrays <c>mu</c> and <c>sigma</c>.</content>
internal sealed partial class FeatureStatistics
{
    /// <summary>The largest asymmetry and negative eigenvalue, as a share of the largest entry, that rounding in float32 explains.</summary>
    private const double Rounding = 1e-5;

    /// <summary>Products of two such values stay finite.</summary>
    private const double LargestVariance = 1e140;

    /// <summary>Writes <c>mu</c> (D) and <c>sigma</c> (D x D) as float64.</summary>
    /// <remarks>The format has no place for the sample count, so <see cref="Count"/> is lost.</remarks>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public void Save(string path) =>
        AtomicFile.Write(path, stream => Npz.Write(stream, [("mu", [Dimensions], Mean), ("sigma", [Dimensions, Dimensions], Covariance)]));

    /// <summary>Whether a path names an .npz file with <c>mu</c> and <c>sigma</c>, by its table of contents alone.</summary>
    public static bool IsStatistics(string path)
    {
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || !RegularFile.Exists(path))
        {
            return false;
        }

        try
        {
            using var archive = RegularFile.OpenZip(path);
            return archive.GetEntry("mu.npy") is not null && archive.GetEntry("sigma.npy") is not null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads <c>mu</c> and <c>sigma</c>, float32 or float64. Other arrays in the file are ignored.</summary>
    /// <param name="path">An .npz file as written by pytorch-fid, clean-fid or Giqa.</param>
    /// <param name="divisor">The divisor that its writer used, which the file does not record.</param>
    /// <exception cref="GiqaException">The file cannot be read, lacks an array, or the arrays do not match.</exception>
    public static FeatureStatistics Load(string path, CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne)
    {
        var arrays = Npz.Read(path);
        if (!arrays.TryGetValue("mu", out var mean) || !arrays.TryGetValue("sigma", out var covariance))
        {
            throw new GiqaException($"{path} does not hold FID statistics: arrays 'mu' and 'sigma' are expected, found {string.Join(", ", arrays.Keys)}");
        }

        var size = mean.Shape is [var length] ? length : 0;
        if (size == 0 || covariance.Shape is not [var rows, var columns] || rows != size || columns != size)
        {
            throw new GiqaException(
                $"{path}: 'mu' has shape ({string.Join(", ", mean.Shape)}) and 'sigma' ({string.Join(", ", covariance.Shape)}), but (D) and (D, D) are expected");
        }

        var statistics = new FeatureStatistics(mean.ToDouble(), covariance.ToDouble(), count: null, divisor);
        return statistics.FindFault() is { } fault ? throw new GiqaException($"{path}: {fault}: make the statistics again") : statistics;
    }

    /// <summary>Why a mean and a matrix cannot be those of a set of images; null if they can.</summary>
    private string? FindFault()
    {
        if (Array.FindIndex(Mean, value => !double.IsFinite(value)) is >= 0 and var place)
        {
            return $"'mu' holds a value that is not a finite number, the first at {place}";
        }

        if (Array.FindIndex(Covariance, value => !double.IsFinite(value)) is >= 0 and var entry)
        {
            return $"'sigma' holds a value that is not a finite number, the first at row {entry / Dimensions}, column {entry % Dimensions}";
        }

        var largest = Covariance.Max(Math.Abs);
        if (largest > LargestVariance)
        {
            return $"'sigma' holds values up to {largest:G2}, which float64 cannot multiply";
        }

        for (var i = 0; i < Dimensions; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Math.Abs(Entry(i, j) - Entry(j, i)) > Rounding * largest)
                {
                    return $"'sigma' is not symmetric, so it is not a covariance: {Entry(i, j):G6} at row {i}, column {j} against {Entry(j, i):G6} at row {j}, column {i}";
                }
            }
        }

        // Rounding in float32 leaves eigenvalues of a rank-deficient covariance a little below 0.
        var smallest = SmallestEigenvalue();
        return smallest < -Rounding * largest * Dimensions
            ? $"'sigma' has a negative eigenvalue ({smallest:G3}), so it is not a covariance"
            : null;
    }

    private double Entry(int row, int column) => Covariance[((long)row * Dimensions) + column];

    private unsafe double SmallestEigenvalue()
    {
        using var work = new AlignedBuffer<double>(Covariance.LongLength);
        Covariance.CopyTo(new Span<double>(work.Pointer, Covariance.Length));
        var values = new double[Dimensions];
        fixed (double* target = values)
        {
            SymmetricEigen.Values(work.Pointer, Dimensions, target);
        }

        return values.Min();
    }
}
