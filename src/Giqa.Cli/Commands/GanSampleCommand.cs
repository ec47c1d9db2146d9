using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Generating;
using Giqa.Cli.Options;
using Giqa.Images;
using Giqa.Storage;
using Giqa.Training.Generators;
using Giqa.Training.Styles;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa gan sample</c>: images from a trained generator.</summary>
internal sealed class GanSampleCommand : Verb
{
    private const string GridExtension = ".png";

    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run." };
    private readonly Option<string?> _out = Make.Text("--out", "DIR|GRID.png", "A folder for one PNG a sample, or one picture of all.", required: true);
    private readonly Option<int> _count = Make.Whole("--count", "How many.", 64, 1, 1_000_000);
    private readonly Option<int> _seed = Make.Whole("--seed", "The first sample's seed; the others' follow. The run's snapshots have the seeds from 0.", 0, 0);
    private readonly Option<double?> _truncation = Make.Number("--truncation", "Psi, from 1 (all that it can make) to 0 (its mean image). [default: 1]", 0, 1);
    private readonly Option<long?> _iteration = Make.Count("--iteration", "The weights after that many iterations. [default: the last]");
    private readonly Option<string?> _conditions = Make.Text("--conditions", "INPUT", "pix2pix, pix2pixhd and spade: the pictures of edges, masks or labels to start from, --count and --seed left aside.");
    private readonly Option<string?> _source = Make.Text("--source", "INPUT", "reference and adain: the images whose content is kept; each is rendered with every reference.");
    private readonly Option<string?> _reference = Make.Text("--reference", "INPUT", "reference and adain: the images whose style is taken.");
    private readonly Option<string?> _domain = Make.Text("--domain", "NAME", "reference: the domain of the references. [default: their folder's name]");

    public GanSampleCommand()
        : base("sample", "Make images with a trained generator. Only reference and adain need libtorch for it.") =>
        Take([_run, _out, _count, _seed, _truncation, _iteration, _conditions, _source, _reference, _domain]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa gan sample runs/first --count 5000 --out samples/",
        "giqa gan sample runs/style --count 64 --seed 1000 --truncation 0.7 --out grid.png",
        "giqa gan sample runs/style --source clothes/ --reference domains/stripes/00007.png --out rendered/",
    ];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (folder, inputs) = (arguments.GetRequiredValue(_run), (Source: arguments.GetValue(_source), Reference: arguments.GetValue(_reference)));
        if (StyleRunFolder.Exists(folder))
        {
            StyleSampling.Run(folder, inputs, arguments.GetValue(_domain), arguments.GetRequiredValue(_out)!, session, cancellationToken);
            return Task.FromResult(ExitCode.Done);
        }

        if ((inputs.Source ?? inputs.Reference) is not null)
        {
            throw new UsageException($"--source and --reference belong to generators of the kinds reference and adain; {folder} holds none");
        }

        var weights = GeneratorRun.Open(folder).Weights(arguments.GetValue(_iteration));
        using var sampler = GeneratorSampler.Open(weights, session.Threads);
        var target = arguments.GetRequiredValue(_out)!;
        var samples = weights.Shape.IsConditional
            ? Translate(sampler, arguments.GetValue(_conditions), target, cancellationToken)
            : Draw(sampler, arguments, session, cancellationToken);
        if (IsGrid(target))
        {
            var grid = SampleGrid.Compose(samples.Select(sample => sample.Image));
            session.WriteWhole(() => AtomicFile.Write(target, stream => stream.Write(ImageEncoder.EncodePng(grid))));
        }
        else
        {
            WriteFolder(target, samples, cancellationToken);
        }

        session.Out.WriteLine($"{target}: {samples.Count} samples of {weights.Shape.Describe()}, iteration {weights.Iteration}");
        return Task.FromResult(ExitCode.Done);
    }

    private List<(string Name, RgbImage Image)> Draw(GeneratorSampler sampler, ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_conditions) is not null)
        {
            throw new UsageException("--conditions belongs to a pix2pix, pix2pixhd or spade generator; this one starts from seeds");
        }

        const int Block = 512;
        var (count, first) = (arguments.GetValue(_count), (ulong)arguments.GetValue(_seed));
        using var line = session.Progress("sampling");
        var samples = new List<(string, RgbImage)>(count);
        foreach (var block in Enumerable.Range(0, count).Select(i => first + (ulong)i).Chunk(Block))
        {
            var images = sampler.Sample(block, arguments.GetValue(_truncation) ?? 1, cancellationToken);
            samples.AddRange(block.Zip(images, (seed, image) => ($"{seed.ToString("D6", CultureInfo.InvariantCulture)}{GridExtension}", image)));
            line.Report(samples.Count, count);
        }

        return samples;
    }

    private static List<(string Name, RgbImage Image)> Translate(GeneratorSampler sampler, string? conditions, string target, CancellationToken cancellationToken)
    {
        using var pictures = ImageInput.Open(conditions ?? throw new UsageException("--conditions is missing: this generator starts from pictures of edges, masks or labels; those of the run are in RUN/sources"), new DecodeOptions());
        string[] files = IsGrid(target) ? [target] : [.. Enumerable.Range(0, pictures.Count).Select(index => SampleFiles.Below(target, Path.ChangeExtension(pictures.GetName(index), GridExtension)))];
        SampleFiles.Protect(files, pictures);
        var images = sampler.Translate(Enumerable.Range(0, pictures.Count).Select(index => pictures.Read(index).Decode(new DecodeOptions())), cancellationToken);
        return [.. images.Select((image, index) => (Path.ChangeExtension(pictures.GetName(index), GridExtension), image))];
    }

    private static bool IsGrid(string target) => target.EndsWith(GridExtension, StringComparison.OrdinalIgnoreCase);

    private static void WriteFolder(string folder, List<(string Name, RgbImage Image)> samples, CancellationToken cancellationToken)
    {
        foreach (var (name, image) in samples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AtomicFile.Write(SampleFiles.Below(folder, name), stream => stream.Write(ImageEncoder.EncodePng(image)));
        }
    }
}
