using System.CommandLine;
using Giqa.Training.Generators;
using Giqa.Training.Styles;

namespace Giqa.Cli.Options;

/// <summary>What defines a generator; fixed when a run is started.</summary>
internal sealed class GanSwitches
{
    private const string Stage = "--stage";

    private readonly Option<string> _kind = Make.Choice("--kind", "The generator; reference and adain render a source in the style of a reference, from inputs (or subfolders of one) as domains.", "dcgan", "dcgan", "wgan-gp", "stylegan", "pggan", "pix2pix", "pix2pixhd", "spade", "reference", "adain");
    private readonly Option<int> _size = Make.Whole("--size", "The side of the images, a multiple of 4 from 28 to 64; 0 keeps their own size.", 0, 0, GeneratorShape.LargestSize);
    private readonly Option<int> _width = Make.Whole("--width", "Channels of the last layer; 0 chooses to suit the size.", 0, 0, 256);
    private readonly Option<int> _batch = Make.Whole("--batch", "Images per step.", 64, 2, 4096);
    private readonly Option<int> _seed = Make.Whole("--seed", "Determines every draw.", 0, 0);
    private readonly Option<double?> _rate = Make.Number("--learning-rate", "Adam's step. [default: depends on the kind]", 1e-8, 1);
    private readonly Option<string?> _condition = new("--condition")
    {
        Description = "pix2pix, pix2pixhd and spade: what it starts from, computed from the images; regions are a map of labels. [default: edges; pix2pixhd, spade: regions]",
        HelpName = "edges|mask|regions",
        CustomParser = result => Make.Word(result) is "edges" or "mask" or "regions" ? Make.Word(result) : Make.Fault<string?>(result, "--condition", "must be edges, mask or regions"),
    };

    private readonly Option<string?> _conditions = Make.Text("--conditions", "INPUT", "pix2pix, pix2pixhd and spade: pictures to start from, with the same names as the images.");
    private readonly Option<string?> _snapshots = Make.Text("--snapshots", "N,N,...", $"The iterations whose samples are kept. [default: {SnapshotSchedule.Standard}]");
    private readonly Option<int> _images = Make.Whole("--snapshot-images", "Samples in a snapshot, with the seeds 0, 1, 2 ...", 64, 1, 100_000);
    private readonly Option<string> _precision = Make.Choice("--precision", "The precision of convolutions.", "bf16", "bf16", "fp32");
    private readonly Option<string?> _judge = Make.Text("--ohem", "M.giqa", "Give samples that this model finds weak more weight in the discriminator's loss.");
    private readonly Option<double?> _threshold = Make.Number("--ohem-threshold", "Samples below this quality are weak. [default: 0.2]", 0, 1);
    private readonly Option<double?> _weight = Make.Number("--ohem-weight", "The weight of a weak sample. [default: 2]", 0.001, 1000);
    private readonly Option<int> _every = Make.Whole("--ohem-every", "Judge samples only at every Nth iteration.", 1, 1);
    private readonly OptionSet<GeneratorOptions> _own;

    public GanSwitches() => _own = new()
    {
        { _size, (options, value) => options with { Size = value } },
        {
            new Option<int>("--channels")
            {
                Description = "1 for grey or 3 for colour. [default: like the images]",
                HelpName = "1|3",
                CustomParser = result => Make.Word(result) is "1" or "3" ? Make.Word(result)[0] - '0' : Make.Fault<int>(result, "--channels", "must be 1 (grey) or 3 (colour)"),
            },
            (options, value) => options with { Channels = value }
        },
        { _width, (options, value) => options with { Width = value } },
        { Make.Whole("--latent", "Numbers in a latent vector.", 64, 1, 1024), (options, value) => options with { Latent = value } },
        { _batch, (options, value) => options with { Batch = value } },
        { _seed, (options, value) => options with { Seed = (ulong)value } },
        { _rate, (options, value) => options with { LearningRate = value } },
        { Make.Number("--penalty", "The weight of the gradient penalty. [default: depends on the kind]", 0, 1000), (options, value) => options with { Penalty = value } },
        {
            Make.Number("--fidelity", "pix2pix, pix2pixhd and spade: the weight of the distance to the true image; pix2pixhd measures it by its discriminators' features. [default: 30; pix2pixhd: 10]", 0, 10_000),
            (options, value) => options with { Fidelity = value }
        },
        {
            Make.Whole(Stage, "pggan and stylegan: iterations to train each size, and as many to fade in the next; pix2pixhd: to train half the side, and as many to train the full side before everything is trained together.", 600, 1, 1_000_000),
            (options, value) => options with { Stage = value }
        },
        { Make.Flag("--mirror", "Mirror half of the images left to right."), (options, value) => options with { Mirror = value } },
        { _snapshots, (options, value) => options with { Snapshots = SnapshotSchedule.Parse(value!) } },
        { _images, (options, value) => options with { SnapshotImages = value } },
        { _precision, (options, value) => options with { MixedPrecision = value == "bf16" } },
    };

    public IReadOnlyList<Option> All => [_kind, .. _own, _condition, _conditions, _judge, _threshold, _weight, _every];

    /// <summary>The names of those that the user gave.</summary>
    public IEnumerable<string> Given(ParseResult arguments) => All.Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>The options of a reference-guided generator; null when another kind is asked for.</summary>
    /// <exception cref="UsageException">An option of another kind was given.</exception>
    public StyleOptions? ReadStyle(ParseResult arguments)
    {
        if (!Enum.TryParse<StyleKind>(arguments.GetValue(_kind), ignoreCase: true, out var kind))
        {
            return null;
        }

        Option[] own = [_kind, _size, _width, _batch, _seed, _rate, _snapshots, _images, _precision];
        if (Given(arguments).Except(own.Select(option => option.Name)).FirstOrDefault() is { } odd)
        {
            throw new UsageException($"{odd} does not apply to --kind {arguments.GetValue(_kind)}, which takes {string.Join(", ", own.Skip(1).Select(option => option.Name))}");
        }

        T Chosen<T>(Option<T> option, T initial) => arguments.GetResult(option) is { Implicit: false } ? arguments.GetValue(option)! : initial;
        var initial = new StyleOptions();
        return new StyleOptions
        {
            Kind = kind,
            Size = Chosen(_size, initial.Size),
            Width = Chosen(_width, initial.Width),
            Batch = Chosen(_batch, initial.Batch),
            Seed = (ulong)arguments.GetValue(_seed),
            LearningRate = arguments.GetValue(_rate) ?? initial.LearningRate,
            SnapshotPairs = arguments.GetValue(_images),
            Snapshots = arguments.GetValue(_snapshots) is { } schedule ? SnapshotSchedule.Parse(schedule) : initial.Snapshots,
            MixedPrecision = arguments.GetValue(_precision) == "bf16",
        };
    }

    public string? Conditions(ParseResult arguments) => arguments.GetValue(_conditions);

    public OhemSettings? Weighting(ParseResult arguments) => arguments.GetValue(_judge) is { } model
        ? new OhemSettings(Path.GetFullPath(model), arguments.GetValue(_threshold) ?? 0.2, arguments.GetValue(_weight) ?? 2, arguments.GetValue(_every))
        : null;

    public GeneratorOptions Read(ParseResult arguments)
    {
        var kind = Enum.Parse<GeneratorKind>(arguments.GetValue(_kind)!.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
        if (!kind.IsConditional() && Given(arguments).FirstOrDefault(name => name is "--condition" or "--conditions" or "--fidelity") is { } odd)
        {
            throw new UsageException($"{odd} is for --kind pix2pix, pix2pixhd and spade, not {arguments.GetValue(_kind)}");
        }

        if (!kind.Grows() && Given(arguments).Contains(Stage))
        {
            throw new UsageException($"{Stage} is for --kind pggan, stylegan and pix2pixhd, not {arguments.GetValue(_kind)}");
        }

        if (kind.StartsFromLabels() && arguments.GetValue(_condition) == "edges")
        {
            throw new UsageException($"--condition edges is not a map of labels, which --kind {arguments.GetValue(_kind)} starts from: use regions or mask");
        }

        return _own.Read(arguments, new GeneratorOptions()) with
        {
            Kind = kind,
            Condition = Conditions(arguments) is not null ? ConditionKind.Given : Enum.Parse<ConditionKind>(arguments.GetValue(_condition) ?? (kind.StartsFromLabels() ? "regions" : "edges"), ignoreCase: true),
        };
    }
}
