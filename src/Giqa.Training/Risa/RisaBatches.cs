using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>Makes batches of pairs of different references, so that references serve as each other's negatives.</summary>
internal sealed class RisaBatches
{
    private const int MostShift = 8;

    private readonly RisaImages _images;
    private readonly RisaLabels _labels;
    private readonly RisaOptions _options;
    private readonly int[][] _byReference;

    internal RisaBatches(RisaImages images, RisaLabels labels, IEnumerable<int> pairs, RisaOptions options)
    {
        (_images, _labels, _options) = (images, labels, options);
        _byReference = [.. pairs.GroupBy(pair => images.Pairs[pair].Reference).OrderBy(group => group.Key).Select(group => group.ToArray())];
    }

    /// <summary>The examples of a step: only its number and the seed determine them.</summary>
    internal RisaExample[] Draw(long step, out SeededRandom random)
    {
        var chance = random = new SeededRandom(Seeds.Of(_options.Seed, step));
        var examples = new RisaExample[_options.Batch];
        int[] order = [];
        for (var i = 0; i < examples.Length; i++)
        {
            order = i % _byReference.Length == 0 ? chance.Permutation(_byReference.Length) : order;
            var pairs = _byReference[order[i % _byReference.Length]];
            examples[i] = Draw(pairs[chance.NextInt(pairs.Length)], chance);
            if (_options.DegradedShare > 0 && chance.NextDouble() < _options.DegradedShare)
            {
                examples[i] = Spoil(examples[i], RisaDamage.Draw(chance));
            }
        }

        return examples;
    }

    /// <summary>The validation examples: a pair's iterations up to the elbow and five blends after it.</summary>
    internal IEnumerable<RisaExample> Fixed(int pair)
    {
        const int Blends = 4;
        for (var iteration = 0; iteration < _labels.PlainIterations; iteration++)
        {
            if (_images.Pairs[pair].Has(iteration))
            {
                yield return Plain(pair, iteration);
            }
        }

        for (var step = 1; step <= Blends && CanBlend(pair); step++)
        {
            yield return Blend(pair, (double)step / Blends);
        }

        var last = Array.FindLastIndex(_images.Pairs[pair].Images, image => image is not null);
        var random = new SeededRandom(Seeds.Of(_options.Seed, pair));
        for (var spoiled = 0; spoiled < Blends && _options.DegradedShare > 0; spoiled++)
        {
            yield return Spoil(Plain(pair, last), RisaDamage.Draw(random));
        }
    }

    /// <summary>The images of examples, 0..255; they are damaged after mirroring and shifting, because in images to be scored the damage also came last.</summary>
    /// <returns>N x 3 x side x side.</returns>
    internal Tensor Generated(IReadOnlyList<RisaExample> examples, SeededRandom? random)
    {
        return Fill(examples.Count, random, (row, pixel) => Value(examples[row], pixel), row => examples[row].Damage);

        float Value(RisaExample example, int pixel)
        {
            var pair = _images.Pairs[example.Pair];
            var first = pair.Images[example.From]![pixel];
            return example.Share == 0 ? first : (float)(((1 - example.Share) * first) + (example.Share * pair.Images[example.To]![pixel]));
        }
    }

    /// <summary>References, 0..255.</summary>
    internal Tensor References(IReadOnlyList<int> references, SeededRandom? random) =>
        Fill(references.Count, random, (row, pixel) => _images.References[references[row]][pixel], _ => null);

    internal int ReferenceOf(RisaExample example) => _images.Pairs[example.Pair].Reference;

    private RisaExample Draw(int pair, SeededRandom random)
    {
        if (CanBlend(pair) && random.NextInt(2) == 1)
        {
            return Blend(pair, random.NextDouble());
        }

        for (var tries = 0; ; tries++)
        {
            var iteration = tries < 100 ? random.NextInt(_labels.PlainIterations) : Array.FindIndex(_images.Pairs[pair].Images, image => image is not null);
            if (_images.Pairs[pair].Has(iteration))
            {
                return Plain(pair, iteration);
            }
        }
    }

    private static RisaExample Spoil(RisaExample example, RisaDamage damage) => example with { Damage = damage, Label = example.Label * damage.LabelShare, IsGood = false };

    private bool CanBlend(int pair) => _labels.Interpolates && _images.Pairs[pair].Has(_labels.Elbow) && _images.Pairs[pair].Has(_images.Iterations.Count - 1);

    private RisaExample Plain(int pair, int iteration) => new(pair, iteration, iteration, 0, _labels.Of(iteration), iteration >= _labels.Elbow);

    private RisaExample Blend(int pair, double share) => new(pair, _labels.Elbow, _images.Iterations.Count - 1, share, _labels.OfBlend(share), true);

    private Tensor Fill(int count, SeededRandom? random, Func<int, int, float> read, Func<int, RisaDamage?> damage)
    {
        var (side, area) = (_images.Side, _images.Side * _images.Side);
        var values = new float[count * 3 * area];
        var reach = side / MostShift;
        for (var row = 0; row < count; row++)
        {
            var flip = random is not null && _options.Augment && random.NextInt(2) == 1;
            var (right, down) = random is null || !_options.Augment ? (0, 0) : (random.NextInt((2 * reach) + 1) - reach, random.NextInt((2 * reach) + 1) - reach);
            for (var place = 0; place < area; place++)
            {
                var (x, y) = (Math.Clamp((place % side) + right, 0, side - 1), Math.Clamp((place / side) + down, 0, side - 1));
                var from = 3 * ((y * side) + (flip ? side - 1 - x : x));
                for (var channel = 0; channel < 3; channel++)
                {
                    values[(((row * 3) + channel) * area) + place] = read(row, from + channel);
                }
            }

            if (damage(row) is { } spoil)
            {
                Apply(spoil, values.AsSpan(row * 3 * area, 3 * area), side);
            }
        }

        return Tensor.From(values, count, 3, side, side);
    }

    /// <summary>Damages one image, plane by plane in 0..255.</summary>
    private static void Apply(RisaDamage damage, Span<float> planes, int side)
    {
        var area = side * side;
        var pixels = new byte[planes.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)MathF.Round(planes[(i % 3 * area) + (i / 3)]);
        }

        pixels = damage.Apply(pixels, side);
        for (var i = 0; i < pixels.Length; i++)
        {
            planes[(i % 3 * area) + (i / 3)] = pixels[i];
        }
    }
}

/// <summary>How an image is made worse than its iteration.</summary>
/// <param name="Kind">What is done; null replaces it by a non-image.</param>
/// <param name="Strength">How strongly.</param>
/// <param name="Seed">Chooses noise, tiles and pictures.</param>
internal sealed record RisaDamage(DegradationKind? Kind, int Strength, ulong Seed)
{
    // One in this many is not an image at all; the others are degraded.
    private const int ForeignEvery = 4;

    private static readonly DegradationKind[] Kinds = Enum.GetValues<DegradationKind>();

    /// <summary>The reduced label of an image; a non-image gets the worst label.</summary>
    internal double LabelShare => Kind is null ? 0 : 1 - (Strength / (double)Degradation.MaxStrength);

    internal static RisaDamage Draw(SeededRandom random) => random.NextInt(ForeignEvery) == 0
        ? new RisaDamage(null, Degradation.MaxStrength, random.NextBits())
        : new RisaDamage(Kinds[random.NextInt(Kinds.Length)], Degradation.MinStrength + random.NextInt(Degradation.MaxStrength), random.NextBits());

    /// <summary>The damaged image.</summary>
    internal byte[] Apply(byte[] pixels, int side) => Kind is { } kind
        ? Degradation.Apply(new RgbImage(side, side, pixels), kind, Strength, Seed).Pixels
        : ForeignPicture.Draw(side, side, new SeededRandom(Seed)).Pixels;
}

/// <summary>One image to learn from: a pair's image at an iteration, or a blend of two.</summary>
/// <param name="Pair">The number of the pair.</param>
/// <param name="From">The first image's iteration.</param>
/// <param name="To">The second image's iteration; the same if there is no blend.</param>
/// <param name="Share">The second image's share.</param>
/// <param name="Label">How good it is considered to be.</param>
/// <param name="IsGood">Whether it is after the elbow, and so has its reference's style.</param>
internal readonly record struct RisaExample(int Pair, int From, int To, double Share, double Label, bool IsGood)
{
    /// <summary>How the image is changed before it is shown; null for no change.</summary>
    internal RisaDamage? Damage { get; init; }
}
