using Giqa.Images;
using Giqa.Training.Data;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>Renders sources in the styles of references with a trained reference-guided generator, from its checkpoint.</summary>
/// <param name="run">Its folder; it must have a checkpoint.</param>
internal sealed class StyleSampler(StyleRunFolder run)
{
    private const int BlockRows = 32;

    /// <summary>The names of the run's domains: the last parts of their inputs' paths.</summary>
    public IReadOnlyList<string> Domains { get; } = [.. run.Configuration.Domains.Select(domain => Path.GetFileName(Path.TrimEndingDirectorySeparator(domain)))];

    /// <summary>Renders every source with every reference.</summary>
    /// <param name="sources">Whose content is kept; of the run's size.</param>
    /// <param name="references">Whose style is taken; of the run's size.</param>
    /// <param name="domains">The number of each reference's domain. A generator of the kind <see cref="StyleKind.Adain"/> ignores them.</param>
    /// <param name="torch">Threads and device.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    /// <returns>Reference by reference, the sources in their order.</returns>
    /// <exception cref="GiqaException">There is no checkpoint, or the run has no such domain.</exception>
    public IReadOnlyList<RgbImage> Render(ImageTensors sources, ImageTensors references, IReadOnlyList<int> domains, TorchOptions torch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(domains.Count, references.Count, nameof(domains));
        if (!File.Exists(run.Checkpoint))
        {
            throw new GiqaException($"{run.Folder} has no checkpoint yet: continue with 'giqa gan train --out {run.Folder} --resume'");
        }

        if (domains.Any(domain => domain < 0 || domain >= Domains.Count))
        {
            throw new GiqaException($"a reference is of a domain that the run does not have; its domains are {string.Join(", ", Domains)}");
        }

        var options = run.Configuration.Options;
        using var thread = new TrainingThread(torch with { Seed = options.Seed, MixedPrecision = options.MixedPrecision });
        return thread.Run(() =>
        {
            using var scope = new TensorScope();
            using var noGrad = new NoGrad();
            using var players = StylePlayers.Create(options, Domains.Count, torch.Device);
            _ = players.State().Restore(run.Checkpoint);
            return Render(players, sources, references, domains, torch.Device, cancellationToken);
        });
    }

    private List<RgbImage> Render(StylePlayers players, ImageTensors sources, ImageTensors references, IReadOnlyList<int> domains, string device, CancellationToken cancellationToken)
    {
        var images = new List<RgbImage>(sources.Count * references.Count);
        foreach (var block in Enumerable.Range(0, sources.Count * references.Count).Chunk(BlockRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = new TensorScope();
            int[] rows = [.. block.Select(pair => pair / sources.Count)];
            var rendered = players.Render(
                Batch(sources, [.. block.Select(pair => pair % sources.Count)]).To(device),
                Batch(references, rows).To(device),
                [.. rows.Select(row => domains[row])]);
            images.AddRange(PixelValues.ToImages(rendered.ToSingle(), 3, run.Configuration.Options.Size));
        }

        return images;
    }

    private static Tensor Batch(ImageTensors images, int[] numbers)
    {
        float[] values = [.. numbers.SelectMany(number => images.Pixels(number).ToArray().Select(ImagePlanes.Scale))];
        return Tensor.From(values, numbers.Length, 3, images.Size, images.Size);
    }
}
