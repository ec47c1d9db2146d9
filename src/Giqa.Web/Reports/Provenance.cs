using System.Globalization;
using System.Reflection;
using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>How a model came about, in lines for people.</summary>
internal static class Provenance
{
    internal static IEnumerable<ReportFact> Of(QualityModel model)
    {
        yield return new ReportFact("Backbone", $"{model.BackboneName ?? "unknown"}, {Figures.Plural(model.FeatureCount, "feature")}");
        if (model.BackboneFingerprint is { } fingerprint)
        {
            yield return new ReportFact("Its fingerprint", fingerprint);
        }

        if (model.Preset is { } preset)
        {
            yield return new ReportFact("Preprocessing", preset);
        }

        yield return new ReportFact("Model", Method(model.Options));
        yield return new ReportFact("Features as it sees them", model.Training is { } training ? $"outputs of its own network {training.Network}, epoch {training.BestEpoch} of {training.Epochs}"
            : model.Imported is { } imported ? $"outputs of {imported.Source}, {imported.Describe()}; licence {imported.Licence}"
            : Chain(model));
        yield return model.Preference is { } preference
            ? new ReportFact("Learned from", $"{Figures.Count(preference.Judgements)} {preference.Labels} of {Figures.Plural(preference.JudgedImages, "image")}; {preference.Verdict}")
            : new ReportFact("Real images", Counts(model.Report.Counts));
        yield return new ReportFact("Quality calibrated", Calibration(model));
        if (model.People is { } people)
        {
            yield return new ReportFact("People's shares", people.Report.Describe());
        }

        if (model.Report.LogLikelihood is { } likelihood)
        {
            yield return new ReportFact("Fit", Fit(model.Report, likelihood));
        }

        yield return new ReportFact("Seed of the fit", model.Options.Seed.ToString(CultureInfo.InvariantCulture));
        yield return new ReportFact("Fitted by", model.Software);
        yield return OfReport();
    }

    /// <summary>What wrote the report.</summary>
    internal static ReportFact OfReport() =>
        new("Report by", $"Giqa {typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} on .NET {Environment.Version}");

    private static string Method(FitOptions options) => options.Method switch
    {
        FitMethod.Knn => $"KNN-GIQA: {Figures.Plural(options.Neighbours, "nearest real image")}, {Lower(options.Variant)} definition",
        FitMethod.Mbc => "MBC-GIQA: the mean of several classifiers trained on a generator's snapshots",
        FitMethod.Ir => "IR-GIQA: a regression on the iteration of a generator's snapshots",
        FitMethod.Bc => "BC-GIQA: one classifier, real or generated",
        FitMethod.Rank => "RankIQA: ranked on degraded real images",
        FitMethod.Imported => "Imported: somebody else's scorer, calibrated on real images",
        FitMethod.Prefer => "Preference: a linear utility learned from people's judgements",
        FitMethod.Sgm => $"SGM-GIQA: one Gaussian, {Lower(options.Covariance)} covariance",
        FitMethod.Gmm => $"GMM-GIQA: mixture of {Figures.Plural(options.Components, "Gaussian")}, {Lower(options.Covariance)} covariance",
        _ => options.Method.ToString(),
    };

    private static string Chain(QualityModel model)
    {
        string[] steps = [.. model.Options.SquareRoots == true ? ["square roots"] : Array.Empty<string>(), model.Options.Standardize == true ? "standardised" : "not standardised"];
        var taps = model.Options.TapLengths is { Count: > 1 } lengths ? $"for each of {Figures.Count(lengths.Count)} taps: " : string.Empty;
        var before = $"{taps}{string.Join(", ", steps)}";
        return model.Report.PcaComponents is { } kept
            ? $"{before}, PCA to {Figures.Percent(model.Options.PcaRate ?? 0)} of the variance: {Figures.Plural(kept, "component")}"
            : $"{before}, no PCA";
    }

    private static string Counts(FitCounts counts) =>
        $"{Figures.Count(counts.Images)} in all, {Figures.Count(counts.Skipped)} skipped, {Figures.Count(counts.Fitted)} fitted, {Figures.Count(counts.HeldOut)} calibrated on; {Figures.Count(counts.References)} kept to find the nearest";

    private static string Calibration(QualityModel model)
    {
        var scores = model.HeldOutScores;
        var how = model.Preference is { } preference
            ? $"on {Figures.Count(model.HeldOutCount)} {preference.CalibratedOn}"
            : $"by {model.Report.CalibratedBy} on {Figures.Plural(model.HeldOutCount, "real image")}";
        return $"{how}, raw scores {Figures.Score(scores[0])} to {Figures.Score(scores[^1])}";
    }

    private static string Fit(FitReport report, double likelihood)
    {
        var heldOut = report.HeldOutLogLikelihood is { } value ? $", {Figures.Score(value)} on held-out ones" : string.Empty;
        return $"mean log likelihood {Figures.Score(likelihood)} on fitted images{heldOut}; {Figures.Plural(report.Iterations ?? 0, "iteration")}, {(report.Converged == true ? "converged" : "stopped before it converged")}";
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
