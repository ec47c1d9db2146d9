using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Features.Inception;
using Giqa.Images;
using Giqa.Metrics;
using Giqa.Models;

namespace Giqa.Cli.Comparing;

/// <summary>What the verbs that compare sets have in common: how images are read, models are fitted, and the comparison is run.</summary>
internal sealed class ComparisonSwitches
{
    private readonly FitSwitches _fit = new();
    private readonly BackboneOptions _backbone = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();

    public IReadOnlyList<Option> All => [.. _fit.All, .. _backbone.All, .. _cache.All, .. _images.All];

    public FitOptions Fit(ParseResult arguments, Session session) => _fit.Read(arguments, session.Threads, []);

    public DecodeOptions Decoding(ParseResult arguments) => _images.Read(arguments);

    public CacheChoice Cache(ParseResult arguments) => _cache.Read(arguments);

    public string? BackboneName(ParseResult arguments) => _backbone.Name(arguments);

    public SetReader Reader(ParseResult arguments, Session session) => new(
        session,
        new InputNeeds
        {
            Specifications = [],
            Decoding = Decoding(arguments),
            Cache = Cache(arguments),
            BackboneName = BackboneName(arguments),
            Preset = _backbone.Preset(arguments),
        });

    /// <summary>Reads the sets and compares them.</summary>
    /// <param name="inputs">The real set, the generated ones, and a file of class logits for each or none.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="reader">Reads the sets, the real one first.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked throughout.</param>
    public static async Task<(ComparisonReport Report, IReadOnlyList<ComparisonInput> Sets)> CompareAsync(
        (string Real, IReadOnlyList<string> Generated, IReadOnlyList<string> Logits) inputs,
        ComparisonOptions options,
        SetReader reader,
        Session session,
        CancellationToken cancellationToken)
    {
        var real = await reader.ReadAsync(inputs.Real, cancellationToken).ConfigureAwait(false);
        var sets = new List<ComparisonInput>();
        for (var i = 0; i < inputs.Generated.Count; i++)
        {
            var set = await reader.ReadAsync(inputs.Generated[i], cancellationToken).ConfigureAwait(false);
            var logits = inputs.Logits.Count > 0 ? SetReader.ReadLogits(inputs.Logits[i]) : options.Metrics.HasFlag(ComparisonMetrics.Inception) ? FidClassLogits.TryCompute(set, new BackboneStore()) : null;
            sets.Add(new ComparisonInput(inputs.Generated[i], set, logits));
        }

        ComparisonReport report;
        using (var line = session.Progress("comparing"))
        {
            report = Comparison.Run(real, sets, options, line.As<ComparisonProgress>(p => (p.Done, p.Total, p.Stage)), cancellationToken);
        }

        string[] preparation = [.. reader.PreparationWarnings()];
        return (report with { Warnings = [.. preparation, .. report.Warnings], WarningSummary = [.. preparation, .. report.WarningSummary] }, sets);
    }
}
