using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Storage;

namespace Giqa.Benchmarks.Features;

/// <summary>
/// From PNG files to features, against eager PyTorch with the same network and weights. Options: --output FILE,
/// --images N (per round).
/// </summary>
internal static class FeatureBenchmark
{
    private const int Rounds = 4;
    private const int Threads = 2;
    private const string Bench = "features";
    private const string Title = "PNG to Inception features, an image";
    private const string Peer = "PyTorch, eager";

    internal static async Task<int> RunAsync(string[] args)
    {
        var kept = new ResultRows(args);
        if (!kept.Wants(Bench, Title, Peer))
        {
            return 0;
        }

        var count = new Arguments(args).Number("--images", kept.IsQuick ? 128 : 256);
        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            await TableFile.WriteAsync(await CompareAsync(folder.FullName, count, kept), args);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> CompareAsync(string folder, int count, ResultRows kept)
    {
        var (images, store) = (Path.Combine(folder, "images"), Path.Combine(folder, "store"));
        var checkpoint = Path.Combine(store, "inception-fid", "pt_inception-2015-12-05-6726825d.pth");
        _ = Directory.CreateDirectory(images);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        using (var painter = Worker.StartPython("pictures.py", images))
        {
            await painter.RunAsync("crops", Rounds * count);
        }

        using var peer = Worker.StartPython("features.py", images, checkpoint, $"{Threads}");
        var (theirOutput, ourOutput) = (Path.Combine(folder, "theirs.npy"), Path.Combine(folder, "ours.npy"));
        await peer.RunAsync($"0 {theirOutput}", 8);
        using var own = Worker.StartOwn("features-worker", images, store, $"{Threads}");
        await own.RunAsync($"0 {ourOutput}", 8);
        var (theirs, ours, difference) = (new List<Measurement>(), new List<Measurement>(), 0f);
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await peer.RunAsync($"{round * count} {theirOutput}", count));
            ours.Add(await own.RunAsync($"{round * count} {ourOutput}", count));
            difference = Math.Max(difference, LargestDifference(theirOutput, ourOutput));
            await Console.Error.WriteLineAsync($"round {round + 1} of {Rounds}: {count / theirs[^1].Wall:F1} and {count / ours[^1].Wall:F1} images/s");
        }

        kept.Add(ResultRow.Of(
            Bench, Title, Peer, Whole(theirs), Whole(ours), string.Create(CultureInfo.InvariantCulture, $"largest difference {difference:G2}")));
        return Describe(count, theirs, ours, difference);
    }

    private static Measurement Whole(List<Measurement> rounds) => rounds[^1] with
    {
        Items = rounds.Sum(round => round.Items),
        Cpu = rounds.Sum(round => round.Cpu),
        Wall = rounds.Sum(round => round.Wall),
        PeakMiB = rounds.Max(round => round.PeakMiB),
    };

    private static List<string> Describe(int count, List<Measurement> theirs, List<Measurement> ours, float difference)
    {
        static double Sum(List<Measurement> rounds, Func<Measurement, double> field) => rounds.Sum(field);
        var total = Rounds * count;
        string Row(string name, List<Measurement> rounds) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {total / Sum(rounds, r => r.Wall):F1} | {total / Sum(rounds, r => r.Cpu):F1} | {rounds.Max(r => r.PeakMiB):F0} |");
        string Ratio(string name, double ratio) => string.Create(CultureInfo.InvariantCulture, $"- {name}: {ratio:F2}");
        return
        [
            "# Images per second, from PNG files to features, against eager PyTorch",
            string.Empty,
            $"{Machine.Describe()}. `bench/features.sh`",
            string.Empty,
            $"{total} different 256 x 256 PNG files in {Rounds} rounds that alternate, {Threads} threads each; decoding and resizing (pytorch-fid's bilinear) included.",
            "Both sides run the FID Inception graph with the same made-up weights. PyTorch is fed as pytorch-fid does: batches of 50, decoded by 2 processes, whose memory is not counted.",
            string.Empty,
            "| pipeline | images/s | images per CPU second | peak MiB |",
            "| --- | ---: | ---: | ---: |",
            Row("PyTorch", theirs),
            Row("Giqa", ours),
            string.Empty,
            Ratio("ratio of images/s", Sum(theirs, r => r.Wall) / Sum(ours, r => r.Wall)),
            Ratio("ratio per CPU second", Sum(theirs, r => r.Cpu) / Sum(ours, r => r.Cpu)),
            string.Create(CultureInfo.InvariantCulture, $"- largest difference of a feature: {difference:G2}"),
        ];
    }

    private static float LargestDifference(string first, string second) =>
        Npy.Read(first).ToSingle().Zip(Npy.Read(second).ToSingle(), (a, b) => Math.Abs(a - b)).Max();
}
