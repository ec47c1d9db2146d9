using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Scores;
using Giqa.Tests.Support;
using Giqa.Web;
using Giqa.Web.Pairs;

namespace Giqa.Tests.Reports.Pairs;

/// <summary>Pairs with painted pictures and made-up scores.</summary>
internal sealed class SamplePairs : IDisposable
{
    internal const string HostileName = "a\"><img src=x onerror=alert(1)><b>.png";

    private readonly TemporaryFolder _folder = new();

    internal ReferencePairs Pairs { get; private set; } = null!;

    /// <summary>Two references with two sources each, five results of each, and three pairs that cannot be used.</summary>
    internal static IReadOnlyList<(ReferencePair Pair, double? Score)> Several { get; } =
    [
        .. from reference in Enumerable.Range(0, 2)
           from source in Enumerable.Range(0, 2)
           from step in Enumerable.Range(0, 5)
           select (new ReferencePair($"made/{reference}-{source}-{step}.png", $"references/{reference}.png", $"sources/{source}.png"), (double?)((reference * .4) + (step * .1) + (source * .01))),
        (new ReferencePair(HostileName, "references/0.png", "sources/0.png"), null),
        (new ReferencePair("made/0-0-0.png", "references/<none>.png"), null),
        (new ReferencePair("made/0-0-1.png", string.Empty), null),
    ];

    public void Dispose()
    {
        Pairs?.Dispose();
        _folder.Dispose();
    }

    internal PairReport Build(IReadOnlyList<(ReferencePair Pair, double? Score)> scored, PairReportOptions? options = null, bool isQuality = true)
    {
        Paint(scored.SelectMany(entry => (string?[])[entry.Pair.Image, entry.Pair.Reference, entry.Pair.Source]));
        Pairs = ReferencePairs.Of([.. scored.Select(entry => entry.Pair)], _folder.Path, new DecodeOptions());
        ImageScore[] scores = [.. scored.Select(entry => ScoreOf(entry.Pair, entry.Score, isQuality))];
        return PairReportBuilder.Build(scores, Pairs, null, isQuality ? null : "psnr", options ?? new PairReportOptions { Title = "Pairs <of> \"things\"", Facts = [new ReportFact("Model file", "m<1>.giqa")] });
    }

    private void Paint(IEnumerable<string?> names)
    {
        foreach (var (name, number) in names.OfType<string>().Where(name => name.Contains('/', StringComparison.Ordinal) && !name.Contains('<', StringComparison.Ordinal)).Distinct().Select((name, number) => (name, number)))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), ImageEncoder.EncodePng(PaintedImages.Paint(number)));
        }
    }

    private static ImageScore ScoreOf(ReferencePair pair, double? score, bool isQuality)
    {
        var row = score is { } value
            ? new ImageScore { Image = pair.Image, Score = value, Quality = isQuality ? value : null, Status = ImageScore.Ok }
            : ImageScore.Skipped(pair.Image, ImageFault.NoReference, "why <not>");
        return row with { Reference = pair.Reference.Length > 0 ? pair.Reference : null, Source = pair.Source };
    }
}
