using Giqa.Numerics;

namespace Giqa.Images;

/// <summary>Cuts the image into a grid and moves a share of the tiles round in a ring.</summary>
internal static class PatchShuffle
{
    private const int MaxTiles = 8;
    private const int MinTileSize = 4;

    // The share of the tiles that move.
    private static ReadOnlySpan<float> Share => [0.12f, 0.25f, 0.45f, 0.7f, 1f];

    internal static RgbImage Apply(RgbImage image, int strength, SeededRandom random)
    {
        var tiles = Math.Clamp(Math.Min(image.Width, image.Height) / MinTileSize, 1, MaxTiles);
        var (tileWidth, tileHeight) = (image.Width / tiles, image.Height / tiles);
        var order = random.Permutation(tiles * tiles);
        var moved = Math.Clamp((int)MathF.Round(Share[strength - 1] * order.Length), Math.Min(2, order.Length), order.Length);
        var result = new RgbImage(image.Width, image.Height, image.Pixels.ToArray());
        for (var i = 0; i < moved; i++)
        {
            var (to, from) = (order[i], order[(i + 1) % moved]);
            for (var y = 0; y < tileHeight; y++)
            {
                Row(image, from).CopyTo(Row(result, to));

                Span<byte> Row(RgbImage owner, int tile)
                {
                    var (left, top) = (tile % tiles * tileWidth, (tile / tiles * tileHeight) + y);
                    return owner.Pixels.AsSpan(((top * owner.Width) + left) * 3, tileWidth * 3);
                }
            }
        }

        return result;
    }
}
