using Giqa.Agreement.Labelling;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Labelling;

/// <summary>Scores for the images of a labelling, from models and from files.</summary>
internal sealed class LabelScores(LabelInputs inputs, IImageSource images, DecodeOptions decoding, CacheChoice cache, Session session)
{
    /// <summary>The images' features for the first model, in the images' order; null without a model.</summary>
    public FeatureSet? Features { get; private set; }

    /// <summary>The maps of the first model that has some.</summary>
    public MapModel? Maps { get; private set; }

    /// <summary>Scores all images by every model, and looks them up in every scores file.</summary>
    public async Task<IReadOnlyList<LabelScorer>> ReadAsync(IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        var scorers = new List<LabelScorer>();
        foreach (var path in models)
        {
            var model = QualityModel.Load(path);
            using var opened = ScoringPass.Open(model, path, inputs.ToScore(images), decoding, cache, session);
            var pass = new ScoringPass(model, session) { KeepFeatures = Features is null };
            await pass.RunAsync(opened, cancellationToken).ConfigureAwait(false);
            scorers.Add(Match(path, pass.Scores));
            Features ??= Align(pass, model);
            Maps ??= model.Maps;
        }

        scorers.AddRange(inputs.Scores.Select(file => Match(file, ScoreFile.Read(file))));
        return scorers;
    }

    /// <summary>Features under the images' own names; null unless at least two images have some.</summary>
    private FeatureSet? Align(ScoringPass pass, QualityModel model)
    {
        var names = new ImageNames(pass.Scores.Select(score => score.Image));
        float[]?[] rows = [.. Enumerable.Range(0, images.Count).Select(image => names.Find(images.GetName(image)) is [var only] ? pass.FeaturesOf(only) : null)];
        FeatureItem[] items = [.. rows.Index().Where(row => row.Item is not null).Select(row => new FeatureItem(images.GetName(row.Index)))];
        return items.Length < 2 ? null : new FeatureSet(FeatureMatrix.Of([.. rows.OfType<float[]>()]), items, model.BackboneFingerprint, model.BackboneName);
    }

    private LabelScorer Match(string path, IReadOnlyList<ImageScore> rows)
    {
        var names = new ImageNames(rows.Select(row => row.Image));
        ImageScore?[] found = [.. Enumerable.Range(0, images.Count).Select(image => names.Find(images.GetName(image)) is [var only] ? rows[only] : null)];
        var missing = found.Count(score => score is null);
        return missing == found.Length
            ? throw new GiqaException($"{path} has no scores for these images; the first is called {images.GetName(0)}")
            : Tell(path, missing, new LabelScorer(Path.GetFileName(path), [.. found.Select(score => score?.Score)], [.. found.Select(score => score?.Quality)]));
    }

    private LabelScorer Tell(string path, int missing, LabelScorer scorer)
    {
        if (missing > 0)
        {
            session.Warn($"{path} has no unambiguous row for {Counted.Among(missing, images.Count, "image")}");
        }

        return scorer;
    }
}
