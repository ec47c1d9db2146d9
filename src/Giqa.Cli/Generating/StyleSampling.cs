using Giqa.Images;
using Giqa.Storage;
using Giqa.Training.Data;
using Giqa.Training.Generators;
using Giqa.Training.Styles;
using Giqa.Training.Torch;

namespace Giqa.Cli.Generating;

/// <summary><c>giqa gan sample</c> for reference-guided generators: every source in the style of every reference.</summary>
internal static class StyleSampling
{
    private const string GridExtension = ".png";

    /// <summary>Renders and writes a folder of pictures, or one picture of all.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="inputs">Sources and references; both are needed.</param>
    /// <param name="domain">The name of the references' domain; null if their folders tell.</param>
    /// <param name="target">A folder, or a PNG file.</param>
    /// <param name="session">The surroundings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static void Run(string folder, (string? Source, string? Reference) inputs, string? domain, string target, Session session, CancellationToken cancellationToken)
    {
        if (inputs.Source is null || inputs.Reference is null)
        {
            throw new UsageException($"{folder} is a reference-guided generator: give --source INPUT and --reference INPUT, images whose content is kept and whose style is taken");
        }

        var run = StyleRunFolder.Open(folder);
        var sampler = new StyleSampler(run);
        var options = new ImageTensorOptions { Size = run.Configuration.Options.Size, Threads = session.Threads };
        using var source = ImageInput.Open(inputs.Source, options.Decode);
        using var reference = ImageInput.Open(inputs.Reference, options.Decode);
        var files = IsGrid(target) ? [target] : Files(target, source, reference);
        SampleFiles.Protect(files, source, reference);
        var (sources, references) = (ImageTensors.Load(source, options, null, cancellationToken), ImageTensors.Load(reference, options, null, cancellationToken));
        if (sources.Count != source.Count || references.Count != reference.Count)
        {
            var first = sources.Unreadable.Concat(references.Unreadable).First();
            throw new GiqaException($"cannot read {first.Name}: {first.Reason}");
        }

        int[] domains = [.. Enumerable.Range(0, reference.Count).Select(i => DomainOf(reference.GetPath(i) ?? reference.GetName(i), domain, run, sampler))];
        var images = sampler.Render(sources, references, domains, new TorchOptions { Threads = session.Threads, Device = session.Device }, cancellationToken);
        Write(target, files, images, source.Count, session);
        session.Out.WriteLine($"{target}: {images.Count} samples of {run.Configuration.Options.Kind.ToString().ToLowerInvariant()}, {sources.Count} sources in {references.Count} styles");
    }

    private static int DomainOf(string path, string? named, StyleRunFolder run, StyleSampler sampler)
    {
        if (run.Configuration.Options.Kind == StyleKind.Adain)
        {
            return 0;
        }

        var name = named ?? Path.GetFileName(Path.GetDirectoryName(path) ?? string.Empty);
        var number = sampler.Domains.ToList().IndexOf(name);
        return number >= 0 ? number : throw new UsageException($"the domain of {path} is not known: give --domain NAME, one of {string.Join(", ", sampler.Domains)}");
    }

    private static bool IsGrid(string target) => target.EndsWith(GridExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>A file for each source in each style, one folder per style.</summary>
    private static List<string> Files(string target, IImageSource sources, IImageSource references) =>
    [
        .. from style in Enumerable.Range(0, references.Count)
           from content in Enumerable.Range(0, sources.Count)
           select SampleFiles.Below(target, Path.ChangeExtension(references.GetName(style), null), Path.ChangeExtension(sources.GetName(content), GridExtension)),
    ];

    private static void Write(string target, List<string> files, IReadOnlyList<RgbImage> images, int columns, Session session)
    {
        if (IsGrid(target))
        {
            var grid = SampleGrid.Compose(images, columns);
            session.WriteWhole(() => AtomicFile.Write(target, stream => stream.Write(ImageEncoder.EncodePng(grid))));
            return;
        }

        for (var i = 0; i < images.Count; i++)
        {
            AtomicFile.Write(files[i], stream => stream.Write(ImageEncoder.EncodePng(images[i])));
        }
    }
}
