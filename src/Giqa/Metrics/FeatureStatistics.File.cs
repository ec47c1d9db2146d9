using Giqa.Storage;

namespace Giqa.Metrics;

/// <content>The .npz files that pytorch-fid and clean-fid write and read: arrays <c>mu</c> and <c>sigma</c>.</content>
public sealed partial class FeatureStatistics
{
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
    /// <param name="divisor">The divisor that its writer used, which the file does not tell.</param>
    /// <exception cref="GiqaException">The file cannot be read, lacks an array, or the arrays do not fit each other.</exception>
    public static FeatureStatistics Load(string path, CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne)
    {
        var arrays = Npz.Read(path);
        if (!arrays.TryGetValue("mu", out var mean) || !arrays.TryGetValue("sigma", out var covariance))
        {
            throw new GiqaException($"{path} holds no FID statistics: arrays 'mu' and 'sigma' are expected, found {string.Join(", ", arrays.Keys)}");
        }

        var size = mean.Shape is [var length] ? length : 0;
        if (size == 0 || covariance.Shape is not [var rows, var columns] || rows != size || columns != size)
        {
            throw new GiqaException(
                $"{path}: 'mu' has shape ({string.Join(", ", mean.Shape)}) and 'sigma' ({string.Join(", ", covariance.Shape)}), but (D) and (D, D) are expected");
        }

        var values = covariance.ToDouble();
        if (Array.Exists(values, value => !double.IsFinite(value)))
        {
            throw new GiqaException($"{path}: 'sigma' holds values that are not finite numbers: make the statistics again");
        }

        return new FeatureStatistics(mean.ToDouble(), values, count: null, divisor);
    }
}
