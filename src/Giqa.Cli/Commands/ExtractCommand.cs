using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa extract</c>: images to a features file.</summary>
internal sealed class ExtractCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _out = Make.OutputFile("--out", "F.safetensors", "Where the features go.", required: true);
    private readonly BackboneOptions _backbone = new();
    private readonly ImageOptions _images = new();
    private readonly CacheOptions _cache = new();
    private readonly Option<bool> _json = Make.Json();

    public ExtractCommand()
        : base("extract", "Turn images into a features file, which other verbs take in their place.") =>
        Take([_inputs, _out, .. _backbone.All, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples => ["giqa extract reals/ --out reals.safetensors", "giqa extract train-images-idx3-ubyte.gz:0..5000 --out reals.safetensors"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        using var inputs = OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = arguments.GetRequiredValue(_inputs),
                Decoding = _images.Read(arguments),
                Cache = _cache.Read(arguments),
                BackboneName = _backbone.Name(arguments),
                Preset = _backbone.Preset(arguments),
            },
            session);
        var (set, skipped) = await FeatureCollector.CollectAsync(inputs, "extracting", cancellationToken).ConfigureAwait(false);
        session.WriteWhole(() => set.Save(path));
        skipped.Tell(session);
        var report = new ExtractReport(path, set.BackboneName, set.Fingerprint, inputs.Count, set.Matrix.Rows, set.Matrix.Columns, skipped.Items);
        if (arguments.GetValue(_json))
        {
            session.WriteJson(report, CliJson.Default.ExtractReport);
        }
        else
        {
            session.Out.WriteLine($"{path}: {report.Count} feature vectors of {report.Features} numbers, made by {report.Backbone ?? "an unknown backbone"}");
        }

        return skipped.Code;
    }
}

/// <summary>What <c>giqa extract --json</c> prints.</summary>
internal sealed record ExtractReport(string Out, string? Backbone, string? Fingerprint, int Inputs, int Count, int Features, IReadOnlyList<SkippedImage> Skipped);
