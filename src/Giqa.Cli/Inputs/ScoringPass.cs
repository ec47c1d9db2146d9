using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Inputs;

/// <summary>Scores every input of a verb, block by block: memory grows with their number by a row of text each.</summary>
internal sealed class ScoringPass(QualityModel model, Session session)
{
    private const int BlockRows = 1024;

    private readonly List<ImageScore> _scores = [];
    private readonly List<float[]?> _kept = [];
    private readonly List<FeatureItem> _items = [];
    private readonly List<ImageFeatures> _block = [];

    /// <summary>One score per input, in order.</summary>
    public IReadOnlyList<ImageScore> Scores => _scores;

    /// <summary>What was skipped.</summary>
    public SkippedList Skipped { get; } = new();

    /// <summary>Keep the features, for a report or further measures; set before running.</summary>
    public bool KeepFeatures { get; init; }

    /// <summary>The features of an input, if they were kept.</summary>
    public float[]? FeaturesOf(int index) => _kept[index];

    /// <summary>All features that were kept.</summary>
    public FeatureSet Features()
    {
        var rows = _kept.OfType<float[]>().ToList();
        var matrix = rows.Count > 0 ? FeatureCollector.Matrix(rows) : new FeatureMatrix(0, model.FeatureCount, []);
        return new FeatureSet(matrix, _items, model.BackboneFingerprint, model.BackboneName) { Preset = model.Preset, Decoding = model.Decoding };
    }

    /// <summary>Opens inputs that fit a model, and warns where its scores will find noise good.</summary>
    public static OpenedInputs Open(QualityModel model, string modelPath, IReadOnlyList<string> specifications, DecodeOptions decoding, CacheChoice cache, Session session)
    {
        session.WarnOfPraise(model, modelPath);
        return OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = specifications,
                Decoding = decoding,
                Cache = cache,
                Network = model.Network,
                BackboneName = model.BackboneName,
                Preset = model.Preset,
                Fingerprint = model.BackboneFingerprint,
                FingerprintOwner = $"the model {modelPath}",
            },
            session);
    }

    /// <summary>Reads the inputs to their end and scores them.</summary>
    public async Task RunAsync(OpenedInputs inputs, CancellationToken cancellationToken)
    {
        await foreach (var item in inputs.ReadAsync("scoring", cancellationToken).ConfigureAwait(false))
        {
            Skipped.See(item);
            if (KeepFeatures)
            {
                _kept.Add(item.Values);
                _items.Add(new FeatureItem(item.Name, item.Fault, item.Detail));
            }

            _block.Add(item);
            if (_block.Count == BlockRows)
            {
                ScoreBlock(cancellationToken);
            }
        }

        ScoreBlock(cancellationToken);
    }

    private void ScoreBlock(CancellationToken cancellationToken)
    {
        var sound = _block.Where(item => item.Values is not null).Select(item => item.Values!).ToList();
        var results = sound.Count > 0 ? model.Evaluate(FeatureCollector.Matrix(sound), session.Threads, cancellationToken) : null;
        var row = 0;
        foreach (var item in _block)
        {
            _scores.Add(item.Values is null
                ? ImageScore.Skipped(item.Name, item.Fault!.Value, item.Detail)
                : ScoreTable.Describe(model, item.Name, results!, row++));
        }

        _block.Clear();
    }
}
