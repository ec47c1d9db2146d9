using Giqa.Features;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Web.Reports;

namespace Giqa.Web.Live;

/// <summary>The models of the page, and their backbones' networks.</summary>
internal sealed class LiveModels : IDisposable
{
    private const int BatchSize = 64;

    private readonly LiveOptions _options;
    private readonly List<QualityModel> _models = [];
    private readonly List<FeatureExtractor> _extractors = [];

    /// <summary>Loads them.</summary>
    /// <exception cref="GiqaException">A model or its backbone cannot be loaded.</exception>
    internal LiveModels(LiveOptions options)
    {
        _options = options;
        try
        {
            foreach (var path in options.Models)
            {
                // The scorer's own loading checks that the backbone is the model's.
                using var scorer = ImageScorer.Load(path, options.Running);
                _models.Add(scorer.Model);
                Probes.Add(ForeignProbe.Run(scorer.Model, () => scorer.Backbone));
                Reals.Add(new LiveReals(scorer.Model, options));
                Mappers.Add(scorer.Model.Maps is { } maps ? new QualityMapper(maps) : null);
                if (!_extractors.Exists(extractor => extractor.Backbone.Fingerprint == scorer.Backbone.Fingerprint))
                {
                    _extractors.Add(new FeatureExtractor(scorer.Backbone, options.Running.Extraction));
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The real images of each model.</summary>
    internal List<LiveReals> Reals { get; } = [];

    /// <summary>How each model scores non-images; null for one that is fitted to features.</summary>
    internal List<ProbeResult?> Probes { get; } = [];

    /// <summary>The maps of where images are bad, for each model; null for one without maps.</summary>
    internal List<QualityMapper?> Mappers { get; } = [];

    /// <summary>The models, in the options' order.</summary>
    internal IReadOnlyList<QualityModel> Models => _models;

    /// <summary>The backbone by whose features sets are compared: the first model's, or the default.</summary>
    internal FeatureExtractor Comparing()
    {
        if (_extractors.Count == 0)
        {
            _extractors.Add(new FeatureExtractor(_options.Running.Backbones.Open(), _options.Running.Extraction));
        }

        return _extractors[0];
    }

    /// <summary>Scores what has no score yet, and keeps features if sets are compared.</summary>
    /// <returns>Whether there was anything to do.</returns>
    internal async Task<bool> ScoreAsync(LiveGallery gallery, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var extractor in _extractors)
        {
            int[] models = [.. Enumerable.Range(0, _models.Count).Where(i => _models[i].BackboneFingerprint == extractor.Backbone.Fingerprint)];
            var keep = _options.Real is not null && extractor == _extractors[0];
            var pending = gallery.Select(entry => models.Any(i => entry.Scores[i] is null) || (keep && _models.Count == 0 && entry.Scores[0]?.IsScored != false && !entry.Features.ContainsKey(extractor.Backbone.Fingerprint)));
            any |= pending.Count > 0;
            var done = 0;
            await foreach (var batch in extractor.ExtractAsync(new PendingSource(pending), _options.Cache, cancellationToken: cancellationToken).Chunk(BatchSize).ConfigureAwait(false))
            {
                Score(gallery, models, pending, batch, keep ? extractor.Backbone.Fingerprint : null, cancellationToken);
                done += batch.Length;
                gallery.Tell("scoring", done, pending.Count);
            }
        }

        return any;
    }

    /// <summary>The real images that a model keeps nearest to an image, or why there are none.</summary>
    internal async Task<(IReadOnlyList<(RealMatch Real, string Name, string? Missing)> Found, string? Why)> FindNearestAsync(LiveEntry entry, int model, CancellationToken cancellationToken)
    {
        if (model < 0 || model >= _models.Count)
        {
            return ([], "real images come with a model, and none is open: start with --model");
        }

        if (Reals[model].Count == 0)
        {
            return ([], "this model keeps no real images: only those of giqa fit do");
        }

        // Without a cache the image goes through the network again: keeping the vectors of all images would cost much memory for a few views.
        var extractor = _extractors.First(one => one.Backbone.Fingerprint == _models[model].BackboneFingerprint);
        await foreach (var item in extractor.ExtractAsync(new PendingSource([entry]), _options.Cache, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            return item.Values is null ? ([], ImageScore.Skipped(item.Name, item.Fault!.Value, item.Detail).Status) : (Reals[model].FindNearest(item.Values, cancellationToken), null);
        }

        return ([], null);
    }

    public void Dispose()
    {
        Reals.ForEach(reals => reals.Dispose());
        Mappers.ForEach(mapper => mapper?.Dispose());
        _extractors.ForEach(extractor => extractor.Dispose());
    }

    private void Score(LiveGallery gallery, int[] models, IReadOnlyList<LiveEntry> pending, ImageFeatures[] batch, string? keepAs, CancellationToken cancellationToken)
    {
        foreach (var item in batch.Where(item => keepAs is not null && item.Values is not null))
        {
            pending[item.Index].Features[keepAs!] = item.Values!;
        }

        foreach (var i in models)
        {
            foreach (var (item, score) in batch.Zip(_models[i].ScoreImages(batch, _options.Running.Extraction.Threads, cancellationToken)))
            {
                gallery.SetScore(pending[item.Index], i, score);
            }
        }

        foreach (var item in batch.Where(item => models.Length == 0 && item.Values is null))
        {
            gallery.SetScore(pending[item.Index], 0, ImageScore.Skipped(item.Name, item.Fault!.Value, item.Detail));
        }
    }
}
