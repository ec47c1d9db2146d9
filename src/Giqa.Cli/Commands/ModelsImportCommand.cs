using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models import</c>: makes a backbone from an ONNX file, or a model from somebody else's scorer.</summary>
internal sealed class ModelsImportCommand : Verb
{
    /// <summary>If a scorer prefers fewer than this share of real images to their damaged versions, its output is probably misread.</summary>
    private const double LeastInOrder = .6;

    private readonly Argument<string> _file = new("NET.onnx") { Description = "The network, with one image input; external weight files next to it are included." };
    private readonly Option<string> _as = Make.Choice("--as", "What it becomes: a backbone, whose features models are fitted to, or a scorer, whose output is the score.", "backbone", "backbone", "scorer");
    private readonly Option<string?> _name = Make.Text("--name", "NAME", "The name to open a backbone by (required), or to show for a scorer. [default for a scorer: the file's name]");
    private readonly ImportSwitches _switches = new();
    private readonly ScorerImportSwitches _scorer = new();

    public ModelsImportCommand()
        : base("import", "Make a backbone from an ONNX file, or a model from somebody else's scorer; it is copied, run on test pictures and recorded.") =>
        Take([_file, _as, _name, .. _switches.All, .. _scorer.All]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa models import resnet50.onnx --name resnet50 --scaling imagenet --output flatten_473",
        "giqa models import nima.onnx --as scorer --reduce mean-of-bins --better high --scaling symmetric --real reals/ --out nima.giqa",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (name, file) = (arguments.GetValue(_name), arguments.GetRequiredValue(_file));
        if (arguments.GetValue(_as) == "scorer")
        {
            _scorer.RequireAll(arguments);
            return await MakeScorerAsync(_switches.Read(arguments, name ?? NameOf(file), file), arguments, session, cancellationToken).ConfigureAwait(false);
        }

        _scorer.RequireNone(arguments);
        var backbone = new BackboneStore().Import(_switches.Read(arguments, name ?? throw new UsageException("a backbone needs a --name to be opened by"), file));
        session.Out.WriteLine($"{backbone.Name}: {backbone.FeatureCount} {(backbone.FeatureCount == 1 ? "feature" : "features")} of pictures of {backbone.Preprocessing.Width} x {backbone.Preprocessing.Height}; {backbone.Description.Summary}; fingerprint {backbone.Fingerprint}");
        return ExitCode.Done;
    }

    private async Task<int> MakeScorerAsync(ImportOptions network, ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (options, path) = (_scorer.Read(arguments, network), _scorer.Out(arguments));
        var backbone = ScorerImport.Open(options);
        using var inputs = OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = _scorer.Reals(arguments),
                Decoding = backbone.Preprocessing.DecodeWith(new DecodeOptions()),
                Cache = _scorer.Cache(arguments),
                Network = backbone,
                BackboneName = backbone.Name,
                Fingerprint = backbone.Fingerprint,
                FingerprintOwner = $"the scorer {network.OnnxPath}",
            },
            session);
        var (reals, skipped) = await FeatureCollector.CollectAsync(inputs, "scoring reals", cancellationToken).ConfigureAwait(false);
        var model = ScorerImport.Calibrate(backbone, reals, options);
        session.WriteWhole(() => model.Save(path));
        skipped.Tell(session);
        foreach (var warning in model.Report.Warnings)
        {
            session.Warn(warning);
        }

        TellOrder(inputs.Images is { } images ? ScorerImport.ShareInOrder(model, Pictures(images, backbone.Preprocessing), cancellationToken) : null, session);
        var scores = model.HeldOutScores;
        session.Out.WriteLine(FormattableString.Invariant($"{path}: {backbone.Name}, {model.Imported!.Describe()}; pictures of {backbone.Preprocessing.Width} x {backbone.Preprocessing.Height}"));
        session.Out.WriteLine(FormattableString.Invariant($"quality calibrated on {Counted.RealImages(model.HeldOutCount)}, whose scores range from {scores[0]:G4} to {scores[^1]:G4}"));
        return skipped.Code;
    }

    private static void TellOrder(double? share, Session session)
    {
        if (share < LeastInOrder)
        {
            session.Warn(FormattableString.Invariant($"it prefers a real image to its blurred, noisy, compressed or pixelated version in only {share:P0} of the pairs: {(share < 1 - LeastInOrder ? "--better may be the wrong way round" : "check --scaling, --layout and --output; or it does not measure such damage")}"));
        }
    }

    private static IEnumerable<RgbImage> Pictures(IImageSource images, Preprocessing preprocessing)
    {
        for (var index = 0; index < images.Count; index++)
        {
            RgbImage picture;
            try
            {
                picture = images.Read(index).Decode(preprocessing.DecodeWith(new DecodeOptions()));
            }
            catch (ImageException)
            {
                // It is reported among the skipped images.
                continue;
            }

            yield return picture;
        }
    }

    /// <summary>The file's name, as far as it can be a name.</summary>
    private static string NameOf(string file)
    {
        var kept = new string([.. Path.GetFileNameWithoutExtension(file).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-')]).TrimStart('.', '_', '-');
        return kept.Length == 0 ? "scorer" : kept[..Math.Min(kept.Length, 64)];
    }
}
