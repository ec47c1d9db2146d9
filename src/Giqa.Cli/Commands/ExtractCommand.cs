using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa extract</c>: images to a features file.</summary>
internal sealed class ExtractCommand : Verb
{
    private readonly Argument<string[]> _inputs = Make.Inputs();
    private readonly Option<string?> _out = new OutputFileOption("--out") { Description = "Where the features go: a file, or a folder F.features in chunks, which may be larger than memory and is gone on with when it was broken off.", HelpName = "F.safetensors|F.features", Required = true, MayBeFeatureFolder = true };
    private readonly EngineOptions _engine = new("the features");
    private readonly Option<int> _chunk = Make.Whole("--chunk", "Items of a chunk of F.features. [default: 1024, more for more than ten million]", 0, 1);
    private readonly BackboneOptions _backbone = new();
    private readonly ImageOptions _images = new();
    private readonly CacheOptions _cache = new();
    private readonly Option<bool> _json = Make.Json();

    public ExtractCommand()
        : base("extract", "Turn images into a features file, which other verbs take in their place.") =>
        Take([_inputs, _out, .. _engine.All, _chunk, .. _backbone.All, .. _cache.All, .. _images.All, _json]);

    public override IReadOnlyList<string> Examples => ["giqa extract reals/ --out reals.safetensors", "giqa extract train-images-idx3-ubyte.gz:0..5000 --out reals.safetensors", "giqa extract shards/{00000..00099}.tar --out generated.features --workers 8"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        if (Path.GetExtension(path).ToLowerInvariant() is ".npy" or ".npz")
        {
            throw new UsageException($"--out {path}: features are written as .safetensors, which keeps names and faults, and could not be read again under that name: take --out {Path.ChangeExtension(path, ".safetensors")}");
        }

        var needs = new InputNeeds
        {
            Specifications = arguments.GetRequiredValue(_inputs),
            Decoding = _images.Read(arguments),
            Cache = _cache.Read(arguments),
            BackboneName = _backbone.Name(arguments),
            Preset = _backbone.Preset(arguments),
        };
        var (set, skipped) = FeatureFolder.IsNameOfOne(path)
            ? await InChunksAsync(path, needs, (_engine.Read(arguments, needs.Cache, session), arguments.GetValue(_chunk)), session, cancellationToken).ConfigureAwait(false)
            : _engine.AreGiven(arguments) || arguments.GetValue(_chunk) > 0 ? throw new UsageException($"--workers, --on, --detach and --chunk make a folder of features in chunks: name it --out {Path.ChangeExtension(path, FeatureFolder.Extension)}")
            : await AsOneAsync(path, needs, session, cancellationToken).ConfigureAwait(false);
        skipped.Tell(session);
        var report = new ExtractReport(path, set.BackboneName, set.Fingerprint, set.Items.Count, set.Matrix.Rows, set.Matrix.Columns, skipped.Items);
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

    private static async Task<(FeatureSet Set, SkippedList Skipped)> AsOneAsync(string path, InputNeeds needs, Session session, CancellationToken cancellationToken)
    {
        using var inputs = OpenedInputs.Open(needs, session);
        var (set, skipped) = await FeatureCollector.CollectAsync(inputs, "extracting", cancellationToken).ConfigureAwait(false);
        session.WriteWhole(() => set.Save(path));
        return (set, skipped);
    }

    private static async Task<(FeatureSet Set, SkippedList Skipped)> InChunksAsync(string path, InputNeeds needs, (IEngine? Engine, int Chunk) how, Session session, CancellationToken cancellationToken)
    {
        using (var stage = ExtractStage.Begin(Path.GetFullPath(path), needs, how.Chunk, session))
        {
            var runner = new StageRunner(stage, session);
            await (how.Engine is { } engine ? runner.RunAsync(engine, cancellationToken) : runner.RunHereAsync(cancellationToken)).ConfigureAwait(false);
        }

        var set = FeatureSet.Load(path);
        return (set, SkippedList.Of(set));
    }
}

/// <summary>What <c>giqa extract --json</c> prints.</summary>
internal sealed record ExtractReport(string Out, string? Backbone, string? Fingerprint, int Inputs, int Count, int Features, IReadOnlyList<SkippedImage> Skipped);
