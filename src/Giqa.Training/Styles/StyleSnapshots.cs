using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>The (source, reference) pairs that are rendered at every snapshot: held-out images, each source with each reference.</summary>
internal sealed class StyleSnapshots
{
    private const int BlockRows = 32;
    private const int GridScale = 2;

    private readonly StyleDomains _domains;
    private readonly StyleRunFolder _run;
    private readonly StyleImage[] _sources;
    private readonly StyleImage[] _references;

    internal StyleSnapshots(StyleDomains domains, StyleRunFolder run)
    {
        (_domains, _run) = (domains, run);
        var pairs = run.Configuration.Options.SnapshotPairs;
        var held = Enumerable.Range(0, domains.Domains.Length).Sum(domains.HeldOf);
        var references = Math.Clamp((int)Math.Round(Math.Sqrt(pairs)), 2, held);
        _references = Spread(references, fromTheEnd: true);
        _sources = Spread(Math.Clamp(pairs / references, 2, held), fromTheEnd: false);
        run.WriteInputs([.. _sources.Select(domains.Picture)], [.. _references.Select(domains.Picture)]);
    }

    internal int Count => _sources.Length * _references.Length;

    /// <summary>Renders all pairs and keeps them.</summary>
    /// <returns>The picture of them.</returns>
    internal string Write(StylePlayers players, long iteration, string device)
    {
        using var noGrad = new NoGrad();
        var pairs = Enumerable.Range(0, Count).Select(pair => (Source: pair % _sources.Length, Reference: pair / _sources.Length)).ToArray();
        var images = new List<RgbImage>(Count);
        foreach (var block in pairs.Chunk(BlockRows))
        {
            using var scope = new TensorScope();
            var sources = _domains.Batch([.. block.Select(pair => _sources[pair.Source])], null).To(device);
            var references = _domains.Batch([.. block.Select(pair => _references[pair.Reference])], null).To(device);
            var rendered = players.Render(sources, references, [.. block.Select(pair => _references[pair.Reference].Domain)]);
            images.AddRange(PixelValues.ToImages(rendered.ToSingle(), 3, _domains.Domains[0].Size));
        }

        _run.WriteSnapshot(iteration, [.. pairs.Zip(images, (pair, image) => new SnapshotPicture(
            (ulong)((pair.Reference * _sources.Length) + pair.Source), image, StyleRunFolder.SourceName(pair.Source), StyleRunFolder.ReferenceName(pair.Reference)))]);
        return _run.WriteGrid(iteration, Grid(images));
    }

    private RgbImage Grid(List<RgbImage> images)
    {
        var side = _domains.Domains[0].Size;
        var blank = new RgbImage(side, side, [.. Enumerable.Repeat(byte.MaxValue, 3 * side * side)]);
        var rows = _references.Select((reference, row) => images.Skip(row * _sources.Length).Take(_sources.Length).Prepend(_domains.Picture(reference)));
        return ImageGrid.Compose([blank, .. _sources.Select(_domains.Picture), .. rows.SelectMany(row => row)], _sources.Length + 1, GridScale);
    }

    /// <summary>Held-out images, taken from the domains in turn.</summary>
    private StyleImage[] Spread(int count, bool fromTheEnd)
    {
        var all = Enumerable.Range(0, _domains.Domains.Length)
            .SelectMany(domain => Enumerable.Range(0, _domains.HeldOf(domain)).Select(rank => (rank, Image: new StyleImage(domain, fromTheEnd ? _domains.HeldOf(domain) - 1 - rank : rank))))
            .OrderBy(entry => entry.rank)
            .ThenBy(entry => entry.Image.Domain);
        return [.. all.Take(count).Select(entry => entry.Image)];
    }
}
