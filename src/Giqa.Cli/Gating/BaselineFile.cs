using Giqa.Cli.Comparing;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>A saved result to compare later ones with: of <c>compare --json</c> with one set, or of <c>gate --json</c>, whose candidate counts.</summary>
internal static class BaselineFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="GiqaException">It is something else, or has several sets.</exception>
    public static (ComparisonResult Result, CompareSettings Settings) Read(string path)
    {
        var document = CompareReading.ReadDocument(path);
        var results = CompareReading.ReportOf(document).Results;
        return results.Count == 1 || document.Gate is not null
            ? (results[^1], document.Settings)
            : throw new GiqaException($"{path} holds {results.Count} sets, {string.Join(", ", results.Select(result => result.Input))}, and does not say which is the baseline: run compare on that set alone");
    }

    /// <summary>Makes sure that the candidate was measured as the baseline was.</summary>
    /// <exception cref="GiqaException">It was not, so their figures cannot be compared.</exception>
    public static void RequireAlike(string path, CompareSettings before, CompareSettings now)
    {
        (string Name, object? Before, object? Now)[] settings =
        [
            ("backbone", before.Backbone, now.Backbone),
            ("preset", before.Preset, now.Preset),
            ("fingerprint of the backbone", before.Fingerprint, now.Fingerprint),
            ("dimensions", before.Dimensions, now.Dimensions),
            ("method", before.Method, now.Method),
            ("components", before.Components, now.Components),
            ("seed", before.Seed, now.Seed),
            ("divisor", before.CovarianceDivisor, now.CovarianceDivisor),
            ("neighbours of precision", before.PrecisionNeighbours, now.PrecisionNeighbours),
            ("neighbours of density", before.DensityNeighbours, now.DensityNeighbours),
        ];
        var differing = settings.Where(setting => !Equals(setting.Before, setting.Now)).Select(setting => $"{setting.Name} {setting.Before ?? "none"} then, {setting.Now ?? "none"} now").ToList();
        if (differing.Count > 0)
        {
            throw new GiqaException($"the baseline {path} was measured with different settings ({string.Join("; ", differing)}): measure both the same way");
        }
    }
}
