using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>Scorers that did not learn from judgements, to compare a preference model with: densities of the reals, and the user's models.</summary>
internal sealed class OtherScorers(FeatureSet images, IReadOnlyList<string> specifications, DecodeOptions decoding, CacheChoice cache, Session session)
{
    /// <summary>Scores the images by models that are cheap to fit to reals.</summary>
    public IEnumerable<(string Name, double[] Scores)> Fitted(FeatureSet reals, ulong seed, CancellationToken cancellationToken)
    {
        foreach (var method in (FitMethod[])[FitMethod.Gmm, FitMethod.Knn])
        {
            var model = QualityModel.Fit(reals, new FitOptions { Method = method, Seed = seed, Threads = session.Threads }, cancellationToken: cancellationToken);
            yield return ($"{method.ToString().ToLowerInvariant()} of the reals", model.Qualities(images.Matrix, session.Threads, cancellationToken));
        }
    }

    /// <summary>Scores the images by a model file.</summary>
    /// <exception cref="GiqaException">It cannot score them all.</exception>
    public async Task<(string Name, double[] Scores)> OfModelAsync(string path, CancellationToken cancellationToken)
    {
        var model = QualityModel.Load(path);
        if (model.BackboneFingerprint is not null && model.BackboneFingerprint == images.Fingerprint)
        {
            return (path, model.Qualities(images.Matrix, session.Threads, cancellationToken));
        }

        using var inputs = ScoringPass.Open(model, path, specifications, decoding, cache, session);
        var pass = new ScoringPass(model, session);
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        var usable = images.Items.Index().Where(item => item.Item.Fault is null).Select(item => pass.Scores[item.Index]).ToList();
        return usable.Find(score => !score.IsScored) is { } fault
            ? throw new GiqaException($"{path} has no score for {fault.Image} ({fault.Status}), which has features here: omit --against {path}")
            : (path, [.. usable.Select(score => score.Quality!.Value)]);
    }
}
