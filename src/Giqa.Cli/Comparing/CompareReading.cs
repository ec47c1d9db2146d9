using System.Text.Json;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Storage;

namespace Giqa.Cli.Comparing;

/// <summary>Reads what <c>compare --json</c> printed.</summary>
internal static class CompareReading
{
    /// <summary>The comparison in a file.</summary>
    /// <exception cref="GiqaException">It cannot be read, or is something else.</exception>
    public static (ComparisonReport Report, string Real) Read(string path)
    {
        var document = ReadDocument(path);
        return (ReportOf(document), document.Settings.Real);
    }

    /// <summary>What <c>compare --json</c> printed, or the comparison within what <c>gate --json</c> printed.</summary>
    /// <exception cref="GiqaException">It cannot be read, or is something else.</exception>
    public static CompareDocument ReadDocument(string path)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            var root = json.RootElement is { ValueKind: JsonValueKind.Object } gate && gate.TryGetProperty("comparison", out var comparison) ? comparison : json.RootElement;
            var document = root.Deserialize(ComparingJson.Default.CompareDocument);
            return document is { Results.Count: > 0, Settings: not null } ? document : throw new JsonException("it has no results");
        }
        catch (JsonException e)
        {
            throw new GiqaException($"{path} is not the output of giqa compare --json or gate --json: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    public static ComparisonReport ReportOf(CompareDocument document) => new()
    {
        Results = [.. document.Results.Select(ResultOf)],
        Tests = document.Tests ?? [],
        Warnings = document.Warnings ?? [],
        Options = OptionsOf(document.Settings),
        BackboneName = document.Settings.Backbone,
        Fingerprint = document.Settings.Fingerprint,
        Preset = document.Settings.Preset,
        Dimensions = document.Settings.Dimensions,
    };

    private static ComparisonResult ResultOf(CompareEntry entry) => new()
    {
        Input = entry.Input,
        Figures = entry.Metrics,
        Errors = entry.StandardErrors ?? new ComparisonFigures(),
        FidInfinity = entry.FidInfinity,
        KidSubsetSize = entry.KidSubsetSize,
        Counts = new ComparisonCounts(entry.Counts.Generated ?? 0, entry.Counts.GeneratedSkipped ?? 0, entry.Counts.Real ?? 0, entry.Counts.RealSkipped ?? 0),
        Folders = entry.Folders ?? [],
        CopiesOfReals = entry.CopiesOfReals ?? 0,
        QualityError = entry.QsErrorGivenReals,
        LowestQualities = entry.LowestQualities,
    };

    private static ComparisonOptions OptionsOf(CompareSettings settings)
    {
        var initial = new ComparisonOptions();
        return initial with
        {
            Metrics = ComparisonMetrics.Of(settings.Metrics),
            Seed = settings.Seed ?? 0,
            Divisor = settings.CovarianceDivisor == CompareSettings.NameOf(CovarianceDivisor.Count) ? CovarianceDivisor.Count : CovarianceDivisor.CountMinusOne,
            Fit = Enum.TryParse<FitMethod>(settings.Method, ignoreCase: true, out var method) ? initial.Fit with { Method = method } : initial.Fit,
            Kernel = initial.Kernel with { Subsets = settings.KidSubsets ?? initial.Kernel.Subsets },
            Inception = initial.Inception with { Splits = settings.IsSplits ?? initial.Inception.Splits },
            Manifold = initial.Manifold with
            {
                PrecisionNeighbours = settings.PrecisionNeighbours ?? initial.Manifold.PrecisionNeighbours,
                DensityNeighbours = settings.DensityNeighbours ?? initial.Manifold.DensityNeighbours,
            },
        };
    }
}
