using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Agreeing;

/// <summary>Scores of the images that people judged, under the names that the file of pairs uses.</summary>
internal sealed class ScoreSource
{
    private readonly Dictionary<string, ImageScore> _scores;

    private ScoreSource(string name, Dictionary<string, ImageScore> scores) => (Name, _scores) = (name, scores);

    /// <summary>The model or scores file.</summary>
    public string Name { get; }

    /// <summary>Images without a score, and why.</summary>
    public IEnumerable<SkippedImage> Skipped =>
        _scores.Where(pair => !pair.Value.IsScored).Select(pair => new SkippedImage(pair.Key, pair.Value.Status, pair.Value.Detail));

    /// <summary>What images are ranked by: quality, or the raw score if there is none.</summary>
    public double? ScoreOf(string image) => _scores[image] is var score && score.IsScored ? score.Quality ?? score.Score : null;

    /// <summary>Takes scores from a file.</summary>
    /// <exception cref="GiqaException">An image is not in it, or several of its rows match.</exception>
    public static ScoreSource OfFile(string file, string pairs, IReadOnlyList<(string Image, int Line)> images)
    {
        var rows = ScoreFile.Read(file);
        var names = new ImageNames(rows.Select(row => row.Image));
        var scores = new Dictionary<string, ImageScore>(StringComparer.Ordinal);
        foreach (var (image, line) in images)
        {
            scores[image] = names.Find(image) switch
            {
                [var only] => rows[only],
                [] => throw new GiqaException($"{pairs}, line {line}: {file} has no row for '{image}'"),
                var several => throw new GiqaException($"{pairs}, line {line}: {file} has {several.Count} rows that match '{image}'; name images as the scores file does"),
            };
        }

        return new ScoreSource(file, scores);
    }

    /// <summary>Scores the images by a model.</summary>
    /// <exception cref="GiqaException">An image is not there.</exception>
    public static async Task<ScoreSource> OfModelAsync(
        string path,
        string pairs,
        IReadOnlyList<(string Image, int Line)> images,
        Func<QualityModel, DecodeOptions> decoding,
        CacheChoice cache,
        Session session,
        CancellationToken cancellationToken)
    {
        var model = QualityModel.Load(path);
        string[] files = [.. images.Select(image => Locate(image.Image, image.Line, pairs))];
        using var inputs = ScoringPass.Open(model, path, files, decoding(model), cache, session);
        var pass = new ScoringPass(model, session);
        await pass.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        var scores = images.Select((image, i) => (image.Image, pass.Scores[i])).ToDictionary(pair => pair.Image, pair => pair.Item2, StringComparer.Ordinal);
        return new ScoreSource(path, scores);
    }

    /// <summary>The path of an image named in a file of judgements: next to that file, or in the current folder.</summary>
    /// <exception cref="GiqaException">It is in neither place.</exception>
    internal static string Locate(string image, int line, string pairs)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(pairs))!, image);
        return File.Exists(beside) ? beside
            : File.Exists(image) ? image
            : throw new GiqaException($"{pairs}, line {line}: there is no image '{image}', neither next to the file of pairs nor in the current folder");
    }
}
