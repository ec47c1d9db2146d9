using System.Globalization;
using Giqa.Cli.Demo;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Scores;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary>
/// The part of the demo that is in colour: emoji that are damaged all over or in one place, scored against others, with a page that shows where
/// they are bad.
/// </summary>
internal sealed class EmojiDemo(DemoFolders folders, string font, Session session)
{
    private const int Reals = 400;
    private const int Shown = 60;
    private const double LeastSide = .28;
    private const double MostSide = .4;

    private static readonly DegradationKind[] s_allOver = [DegradationKind.Blur, DegradationKind.Noise, DegradationKind.Jpeg, DegradationKind.Pixelate, DegradationKind.PatchShuffle];

    private static readonly LocalDamageKind[] s_onePlace =
        [LocalDamageKind.Noise, LocalDamageKind.Shuffle, LocalDamageKind.Fill, LocalDamageKind.Blur, LocalDamageKind.Paste, LocalDamageKind.Foreign];

    private readonly Dictionary<string, PixelBox> _boxes = new(StringComparer.Ordinal);

    /// <summary>Writes the pictures, fits and scores.</summary>
    /// <param name="cached">The words that say which cache the verbs use.</param>
    /// <returns>What came out; null where a verb failed, which has said so.</returns>
    public async Task<EmojiReport?> RunAsync(string[] cached)
    {
        var pictures = EmojiFont.Read(font);
        var reals = Path.Combine(folders.Root, "real");
        session.Note($"writing {Reals} emoji to {reals}, and {Shown} others, whole and damaged, to {folders.Generated}");
        int[] tested = [.. Enumerable.Range(0, Shown).Select(i => i * pictures.Count / Shown)];
        int[] others = [.. Enumerable.Range(0, pictures.Count).Except(tested)];
        foreach (var i in Enumerable.Range(0, Reals).Select(i => others[i * others.Length / Reals]))
        {
            AtomicFile.Write(Path.Combine(reals, Name(i)), stream => stream.Write(pictures[i]));
        }

        for (var number = 0; number < Shown; number++)
        {
            Write(Name(tested[number]), Decode(pictures[tested[number]]), Decode(pictures[tested[(number + 1) % Shown]]), number);
        }

        (Verb Verb, string[] Words)[] steps =
        [
            (new FitCommand(), [reals, "--maps", "--out", folders.Model]),
            (new ScoreCommand(), [folders.Generated, "--model", folders.Model, "--out", folders.Scores, "--report", folders.Report]),
        ];
        foreach (var (verb, words) in steps)
        {
            if (await InnerRun.RunAsync(session, verb, showResults: false, [.. words, .. cached]).ConfigureAwait(false) != ExitCode.Done)
            {
                return null;
            }
        }

        return Summarise();
    }

    private static RgbImage Decode(byte[] picture) => ImageDecoder.Decode(picture, new DecodeOptions());

    private static string Name(int picture) => string.Create(CultureInfo.InvariantCulture, $"{picture:0000}.png");

    private void Write(string name, RgbImage image, RgbImage other, int number)
    {
        var random = new SeededRandom((ulong)number);
        var strength = 2 + (number % (Degradation.MaxStrength - 1));
        var box = PixelBox.Random(image, Side(), Side(), random);
        (string Set, RgbImage Image)[] made =
        [
            ("whole", image),
            ("all-over", Degradation.Apply(image, s_allOver[number % s_allOver.Length], strength, (ulong)number)),
            ("one-place", LocalDamage.Apply(image, s_onePlace[number % s_onePlace.Length], Degradation.MaxStrength, box, other, (ulong)number)),
        ];
        foreach (var (set, picture) in made)
        {
            AtomicFile.Write(Path.Combine(folders.Generated, set, name), stream => stream.Write(ImageEncoder.EncodePng(picture)));
        }

        _boxes[$"one-place/{name}"] = box;

        double Side() => LeastSide + ((MostSide - LeastSide) * random.NextDouble());
    }

    private EmojiReport Summarise()
    {
        using var mapper = new QualityMapper(QualityModel.Load(folders.Model).Maps!);
        var (hits, chance) = (0, 0.0);
        var rows = ScoreFile.Read(folders.Scores).Select(row =>
        {
            var image = Decode(File.ReadAllBytes(Path.Combine(folders.Generated, row.Image)));
            var map = mapper.Map(image);
            if (_boxes.TryGetValue(row.Image, out var box))
            {
                var cells = Enumerable.Range(0, map.Qualities.Count);
                hits += box.HasCell(cells.MinBy(cell => map.Qualities[cell]), image) ? 1 : 0;
                chance += cells.Average(cell => box.HasCell(cell, image) ? 1.0 : 0);
            }

            return (Set: row.Image.Split('/')[0], Quality: row.Quality ?? 0, Worst: map.Quality);
        }).ToList();
        string[] sets = ["whole", "all-over", "one-place"];
        return new EmojiReport(
            Reals,
            [.. sets.Select(set => rows.FindAll(row => row.Set == set)).Select(own => new EmojiSet(own[0].Set, own.Count, own.Average(row => row.Quality), own.Average(row => row.Worst)))],
            hits / (double)_boxes.Count,
            chance / _boxes.Count,
            folders.Files);
    }
}
