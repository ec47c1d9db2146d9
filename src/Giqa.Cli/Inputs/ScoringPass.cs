using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Inputs;

/// <summary>Scores every input of a verb: memory grows by only one row of text per input.</summary>
internal sealed class ScoringPass(QualityModel model, Session session)
{
    private readonly List<ImageScore> _scores = [];
    private readonly List<ImageFeatures> _kept = [];

    /// <summary>One score per input, in order.</summary>
    public IReadOnlyList<ImageScore> Scores => _scores;

    /// <summary>What was skipped.</summary>
    public SkippedList Skipped { get; } = new();

    /// <summary>Keep the features, for a report or extra columns; set before running.</summary>
    public bool KeepFeatures { get; init; }

    /// <summary>The features of an input, if they were kept.</summary>
    public float[]? FeaturesOf(int index) => _kept[index].Values;

    /// <summary>All features that were kept.</summary>
    public FeatureSet Features()
    {
        var rows = _kept.Select(image => image.Values).OfType<float[]>().ToList();
        var matrix = rows.Count > 0 ? FeatureMatrix.Of(rows) : new FeatureMatrix(0, model.FeatureCount, []);
        return new FeatureSet(matrix, [.. _kept.Select(image => new FeatureItem(image.Name, image.Fault, image.Detail))], model.Provenance);
    }

    /// <summary>Opens inputs that fit a model, and warns if the model scores noise well.</summary>
    public static OpenedInputs Open(QualityModel model, string modelPath, IReadOnlyList<string> specifications, DecodeOptions decoding, CacheChoice cache, Session session, IImageSource? images = null)
    {
        session.WarnOfPraise(model, modelPath);
        return OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = specifications,
                Images = images,
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

    /// <summary>Reads all of the inputs and scores them.</summary>
    public async Task RunAsync(OpenedInputs inputs, CancellationToken cancellationToken)
    {
        await foreach (var score in model.ScoreImagesAsync(inputs.ReadAsync("scoring", cancellationToken).Select(See), session.Threads, cancellationToken).ConfigureAwait(false))
        {
            _scores.Add(score);
        }
    }

    private ImageFeatures See(ImageFeatures image)
    {
        Skipped.See(image);
        if (KeepFeatures)
        {
            _kept.Add(image);
        }

        return image;
    }
}
