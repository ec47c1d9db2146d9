using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Benchmarks.Maps;

/// <summary>What a map says of one damaged image.</summary>
internal sealed record MapResult
{
    /// <summary>Classes of quality in which pixels are counted, finer towards 0.</summary>
    internal const int Bins = 1024;

    // Of a side: more are no finer than the map.
    private const int Pixels = 56;

    /// <summary>What the damage is called.</summary>
    internal required string Kind { get; init; }

    /// <summary>The number of the image.</summary>
    internal required int Image { get; init; }

    /// <summary>Pixels inside the damage by quality.</summary>
    internal required int[] Inside { get; init; }

    internal required int[] Outside { get; init; }

    internal required bool IsHit { get; init; }

    /// <summary>The mean quality of the places inside.</summary>
    internal required double MeanInside { get; init; }

    internal required double Region { get; init; }

    internal required double UntouchedRegion { get; init; }

    internal required (double Untouched, double Damaged) Whole { get; init; }

    internal static MapResult Of(
        MapModel maps, string kind, int number, RgbImage damaged, PixelBox box, FeatureMatrix cells, FeatureMatrix untouched, (double Untouched, double Damaged) whole)
    {
        var scores = maps.Scorer.Score(cells);
        var map = new QualityMap(PatchExtractor.Grid, PatchExtractor.Grid, [.. scores.Select(score => (float)maps.Cells.Quality(score))], 0, []);
        var (inside, outside) = (new int[Bins], new int[Bins]);
        for (var pixel = 0; pixel < Pixels * Pixels; pixel++)
        {
            var (x, y) = (((pixel % Pixels) + .5) / Pixels, ((pixel / Pixels) + .5) / Pixels);
            var (pixelX, pixelY) = (x * damaged.Width, y * damaged.Height);
            var isInside = pixelX >= box.X && pixelX < box.X + box.Width && pixelY >= box.Y && pixelY < box.Y + box.Height;
            (isInside ? inside : outside)[Math.Min(Bins - 1, (int)(Bins * Math.Sqrt(MapPictures.At(map, x, y))))]++;
        }

        return new MapResult
        {
            Kind = kind,
            Image = number,
            Inside = inside,
            Outside = outside,
            MeanInside = Enumerable.Range(0, scores.Length).Where(cell => box.HasCell(cell, damaged)).Average(cell => maps.Cells.Quality(scores[cell])),
            IsHit = box.HasCell(Array.IndexOf(scores, scores.Min()), damaged),
            Region = maps.Worst.Quality(scores.Min()),
            UntouchedRegion = maps.Worst.Quality(maps.Scorer.Score(untouched).Min()),
            Whole = whole,
        };
    }
}
