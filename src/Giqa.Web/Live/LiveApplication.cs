using Giqa.Models;
using Giqa.Web.Hosting;
using Giqa.Web.Reports;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Web.Live;

/// <summary>A gallery in the browser over opened folders and scores files, scored while it is viewed and kept up to date.</summary>
/// <remarks>Map it on a <see cref="LocalWebHost"/>, and let <see cref="RunAsync"/> run alongside.</remarks>
internal sealed class LiveApplication : IDisposable
{
    private readonly LiveOptions _options;
    private readonly LiveModels _models;
    private readonly LiveSet[] _sets;
    private readonly LiveGallery _gallery;
    private LiveEndpoints? _endpoints;

    /// <summary>Opens the inputs and loads the models.</summary>
    /// <exception cref="GiqaException">One of them cannot be opened.</exception>
    public LiveApplication(LiveOptions options)
    {
        _options = options;
        _models = new LiveModels(options);
        try
        {
            var labels = Labels.Of(options.Inputs);
            _sets = [.. options.Inputs.Select((input, i) => new LiveSet(input, labels[i], options))];
            _gallery = new LiveGallery(options.Models.Count > 0 ? Labels.Of(options.Models) : [], labels, [.. _models.Probes.Select(probe => probe?.Describe())], [.. _models.Mappers.Select(mapper => mapper is not null)], [.. Models.Select(model => Yardstick.Of(model).Images)]);
            FindNew();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The models that images are scored against, in the options' order.</summary>
    public IReadOnlyList<QualityModel> Models => _models.Models;

    /// <summary>How each of them scores noise, flat colours and patterns; null for one that is fitted to features.</summary>
    internal IReadOnlyList<ProbeResult?> Probes => _models.Probes;

    /// <summary>Adds the page and its endpoints to a host.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="stopping">Gives the token that the host cancels when it begins to stop; called when a page listens for changes.</param>
    public void Map(IEndpointRouteBuilder endpoints, Func<CancellationToken> stopping)
    {
        _endpoints = new LiveEndpoints(_gallery, _models, _options, stopping);
        _endpoints.Map(endpoints);
    }

    /// <summary>Scores existing and new images until it is cancelled.</summary>
    /// <exception cref="GiqaException">The real images cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var comparison = new LiveComparison(_options, _models);
        try
        {
            _ = await _models.ScoreAsync(_gallery, cancellationToken).ConfigureAwait(false);
            await comparison.PrepareAsync(_gallery, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                while (await _models.ScoreAsync(_gallery, cancellationToken).ConfigureAwait(false))
                {
                    FindNew();
                }

                comparison.Measure(_gallery, cancellationToken);
                _gallery.Tell(Array.Exists(_sets, set => set.IsWatched) ? "watching" : "done", 0, 0);
                await Task.Delay(_options.Interval, _options.Time, cancellationToken).ConfigureAwait(false);
                FindNew();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The normal way to end.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_sets ?? [], set => set.Dispose());
        _models.Dispose();
        _endpoints?.Dispose();
    }

    private void FindNew()
    {
        for (var i = 0; i < _sets.Length; i++)
        {
            _gallery.Add(i, _sets[i].FindNew());
        }
    }
}
