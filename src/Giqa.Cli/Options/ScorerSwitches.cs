using System.CommandLine;
using System.Globalization;
using Giqa.Models;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Options;

/// <summary>How a scorer is trained.</summary>
internal sealed class ScorerSwitches(FitMethod method) : IOptionGroup
{
    private static readonly ScorerTrainingOptions Initial = new() { Method = FitMethod.Mbc };

    private readonly Option<int> _classifiers = Make.Whole("--classifiers", "N, the number of binary classifiers.", Initial.Classifiers, 1, 100);
    private readonly Option<double?> _top = Make.Number("--sg", "S_g, the pseudo label of the last iteration's images; reals have 1. [default: 0.9]", .001, .999);
    private readonly Option<double?> _degraded = Make.Number("--degraded", "Degraded reals and foreign pictures (noise, flat colours, patterns) shown as bad images, as a share of all others; with 0, as in the paper, noise may rank as perfect. [default: 0.5]", 0, 2);
    private readonly Option<double?> _margin = Make.Number("--margin", "By how much the less degraded image should score higher. [default: 1]", .001, 999);
    private readonly Option<string> _network = Make.Choice("--network", "The network; auto takes vgg-small up to 64 pixels, and the authors' vgg19 above.", "auto", "auto", "vgg-small", "vgg19");
    private readonly Option<int> _size = Make.Whole("--size", "Side of the network's input; 0 takes that of the real images up to 64 pixels, and 192 above.", 0, 0, 512);
    private readonly Option<int> _epochs = Make.Whole("--epochs", "The most passes over the images.", Initial.Epochs, 1, 10_000);
    private readonly Option<int> _batch = Make.Whole("--batch", "Images in a step.", Initial.BatchSize, 2, 4096);
    private readonly Option<double?> _rate = Make.Number("--learning-rate", "At the start; it falls to 0 as half a cosine. [default: 0.05]", 1e-9, 99);
    private readonly Option<double?> _validation = Make.Number("--validation", "The share of latents and reals kept out of training. [default: 0.1]", .01, .5);
    private readonly Option<int> _patience = Make.Whole("--patience", "Stop after so many epochs without a better validation loss; 0 takes a third of the epochs, at least 3.", 0, 0, 10_000);
    private readonly Option<double?> _rotation = Make.Number("--rotation", "Degrees by which images are turned at most. [default: 15, but 0 up to 64 pixels]", 0, 45);
    private readonly Option<bool> _noFlip = Make.Flag("--no-flip", "Do not mirror images, for motifs that know left from right.");
    private readonly Option<string> _precision = Make.Choice("--precision", "bf16 is up to twice as fast on processors that have it; the finished scorer is float32 either way.", "bf16", "bf16", "fp32");
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Determines every draw.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
        CustomParser = result => ulong.TryParse(Make.Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Make.Fault<ulong>(result, "--seed", "must be a whole number of at least 0"),
    };

    public IReadOnlyList<Option> All => [.. Own, _network, _size, _epochs, _batch, _rate, _validation, _patience, _rotation, _noFlip, _precision, _seed];

    private Option[] Own => method switch
    {
        FitMethod.Mbc => [_classifiers, _top, _degraded],
        FitMethod.Ir => [_top, _degraded],
        FitMethod.Rank => [_margin],
        _ => [_degraded],
    };

    /// <summary>Whether steps are computed in bfloat16.</summary>
    public bool MixedPrecision(ParseResult arguments) => arguments.GetValue(_precision) == "bf16";

    /// <summary>The library's options as these switches set them.</summary>
    public ScorerTrainingOptions Read(ParseResult arguments, IReadOnlyList<string> sources)
    {
        var (size, patience) = (arguments.GetValue(_size), arguments.GetValue(_patience));
        return new ScorerTrainingOptions
        {
            Method = method,
            Classifiers = method == FitMethod.Mbc ? arguments.GetValue(_classifiers) : Initial.Classifiers,
            MaximumGenerated = method is FitMethod.Mbc or FitMethod.Ir ? arguments.GetValue(_top) ?? Initial.MaximumGenerated : Initial.MaximumGenerated,
            DegradedShare = arguments.GetValue(_degraded) ?? Initial.DegradedShare,
            Margin = method == FitMethod.Rank ? arguments.GetValue(_margin) ?? Initial.Margin : Initial.Margin,
            Network = arguments.GetValue(_network) switch
            {
                "vgg-small" => ScorerArchitecture.VggSmall,
                "vgg19" => ScorerArchitecture.Vgg19,
                _ => null,
            },
            Side = size == 0 ? null : size,
            Epochs = arguments.GetValue(_epochs),
            BatchSize = arguments.GetValue(_batch),
            LearningRate = arguments.GetValue(_rate) ?? Initial.LearningRate,
            Validation = arguments.GetValue(_validation) ?? Initial.Validation,
            Patience = patience == 0 ? null : patience,
            Rotation = arguments.GetValue(_rotation),
            Flip = !arguments.GetValue(_noFlip),
            Seed = arguments.GetValue(_seed),
            Sources = sources,
        };
    }
}
