using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>The input of a step: sources with their domains, and for each source two references from one other domain (or the same one).</summary>
internal sealed record StyleBatch(Tensor Sources, Tensor References, Tensor Others, int[] SourceDomains, int[] ReferenceDomains)
{
    /// <summary>The batch of an iteration, which depends only on its number and the seed.</summary>
    internal static StyleBatch Draw(StyleDomains domains, StyleOptions options, long iteration, string device)
    {
        var random = new SeededRandom(Seeds.Of(options.Seed, iteration));
        var (from, to) = (new int[options.Batch], new int[options.Batch]);
        var images = new StyleImage[3][];
        for (var part = 0; part < images.Length; part++)
        {
            images[part] = new StyleImage[options.Batch];
        }

        for (var i = 0; i < options.Batch; i++)
        {
            (from[i], to[i]) = (random.NextInt(domains.Domains.Length), random.NextInt(domains.Domains.Length));
            images[0][i] = new StyleImage(from[i], domains.Draw(from[i], random));
            images[1][i] = new StyleImage(to[i], domains.Draw(to[i], random));
            images[2][i] = new StyleImage(to[i], domains.Draw(to[i], random));
        }

        Tensor Load(int part) => domains.Batch(images[part], random).To(device);
        return new StyleBatch(Load(0), Load(1), Load(2), from, to);
    }
}

/// <summary>An image of a domain.</summary>
internal readonly record struct StyleImage(int Domain, int Number);
