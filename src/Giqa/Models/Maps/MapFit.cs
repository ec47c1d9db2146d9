using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Learns from two thirds of the real images how damage looks, and calibrates on the others.</summary>
internal sealed class MapFit(PatchExtractor extractor, IImageSource reals, MapOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
{
    private const int CalibratedOn = 3;
    private const int CellsOfAnImage = 16;
    private const int ImagesOfAThread = 8;
    private const double LeastSide = .15;
    private const double MostSide = .5;
    private const int LeastStrength = 2;

    private readonly DecodeOptions _decoding = extractor.DecodeWith(options.Decoding);
    private int _done;

    internal MapModel Run()
    {
        using var lessons = new DamageLessons(extractor.Columns);
        return Run(lessons);
    }

    /// <summary>Learns and calibrates, and leaves in the lessons what was learned from.</summary>
    internal MapModel Run(DamageLessons lessons)
    {
        if (reals.Count < MapOptions.LeastImages)
        {
            throw TooFew(reals.Count);
        }

        var learned = Learn(lessons);
        if (learned == 0)
        {
            throw TooFew(0);
        }

        var scorer = lessons.Learn();
        double[][] scores = [.. Select(number => number % CalibratedOn == CalibratedOn - 1, image => scorer.Score(extractor.Extract(image)))];
        if (learned + scores.Length < MapOptions.LeastImages || scores.Length == 0)
        {
            throw TooFew(learned + scores.Length);
        }

        return new MapModel(scorer, Calibration.Fit([.. scores.SelectMany(cells => cells)]), Calibration.FitUnseen([.. scores.Select(cells => cells.Min())]), extractor.Fingerprint, learned + scores.Length);
    }

    /// <summary>Gathers what is learned from.</summary>
    /// <returns>How many images could be read.</returns>
    private int Learn(DamageLessons lessons)
    {
        var images = 0;
        foreach (var cells in Select(number => number % CalibratedOn != CalibratedOn - 1, LessonsOf))
        {
            images++;
            foreach (var lesson in cells)
            {
                lessons.Add(lesson);
            }
        }

        return images;
    }

    private static GiqaException TooFew(int images) =>
        new($"{images} real images can be read; maps need at least {MapOptions.LeastImages}, and some hundreds are better");

    /// <summary>What becomes of the chosen images that can be read, in their order, whatever the number of threads.</summary>
    private IEnumerable<T> Select<T>(Func<int, bool> isChosen, Func<RgbImage, int, T> make)
        where T : class
    {
        var wanted = Math.Min(options.Images, reals.Count);

        // A few at a time: what is made of an image is large.
        foreach (var numbers in Enumerable.Range(0, wanted).Where(isChosen).Chunk(ImagesOfAThread * options.Threads))
        {
            var made = new T?[numbers.Length];
            ParallelBlocks.Run(numbers.Length, options.Threads, i =>
            {
                made[i] = TryRead(Place(numbers[i], wanted)) is { } image ? make(image, numbers[i]) : null;
                progress?.Report(Interlocked.Increment(ref _done));
            }, cancellationToken);
            foreach (var one in made)
            {
                if (one is not null)
                {
                    yield return one;
                }
            }
        }
    }

    private IEnumerable<T> Select<T>(Func<int, bool> isChosen, Func<RgbImage, T> make)
        where T : class => Select(isChosen, (image, _) => make(image));

    private int Place(int number, int wanted) => (int)((long)number * reals.Count / wanted);

    private List<DamageLesson> LessonsOf(RgbImage image, int number)
    {
        var random = new SeededRandom(options.Seed + (ulong)number);
        var lessons = new List<DamageLesson>();
        AddCells(lessons, extractor.Extract(image), random.Choose(PatchExtractor.Cells, CellsOfAnImage), null, _ => false);
        var other = TryRead((Place(number, Math.Min(options.Images, reals.Count)) + (reals.Count / 3)) % reals.Count) ?? image;
        foreach (var kind in LocalDamage.Kinds)
        {
            var box = PixelBox.Random(image, Side(random), Side(random), random);
            var strength = LeastStrength + random.NextInt(Degradation.MaxStrength - LeastStrength + 1);
            var damaged = LocalDamage.Apply(image, kind, strength, box, other, random.NextBits());
            int[] cells = random.Permutation(PatchExtractor.Cells);
            int[] chosen = [.. cells.Where(cell => box.HasCell(cell, image)).Take(CellsOfAnImage), .. cells.Where(cell => !box.HasCell(cell, image)).Take(CellsOfAnImage / 2)];
            AddCells(lessons, extractor.Extract(damaged), chosen, kind, cell => box.HasCell(cell, image));
        }

        return lessons;

        static double Side(SeededRandom random) => LeastSide + ((MostSide - LeastSide) * random.NextDouble());
    }

    private static void AddCells(List<DamageLesson> lessons, FeatureMatrix cells, int[] chosen, LocalDamageKind? kind, Func<int, bool> isDamaged)
    {
        var mean = PatchGrid.Mean(cells);
        foreach (var cell in chosen)
        {
            var vector = new float[cells.Columns];
            PatchGrid.Describe(cells, mean, cell, vector);
            lessons.Add(new DamageLesson(vector, kind, isDamaged(cell)));
        }
    }

    private RgbImage? TryRead(int index)
    {
        try
        {
            return reals.Read(index).Decode(_decoding);
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
