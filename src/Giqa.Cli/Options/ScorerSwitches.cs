using System.CommandLine;
using Giqa.Models;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Options;

/// <summary>How a scorer is trained.</summary>
internal sealed class ScorerSwitches
{
    private static readonly ScorerTrainingOptions Initial = new() { Method = FitMethod.Mbc };

    private readonly FitMethod _method;
    private readonly OptionSet<ScorerTrainingOptions> _options = [];
    private readonly Option<string> _precision = Make.Choice("--precision", "bf16 is up to twice as fast on processors that have it; the finished scorer is float32 either way.", "bf16", "bf16", "fp32");

    public ScorerSwitches(FitMethod method)
    {
        _method = method;
        if (method == FitMethod.Mbc)
        {
            _options.Add(Make.Whole("--classifiers", "N, the number of binary classifiers.", Initial.Classifiers, 1, 100), (o, count) => o with { Classifiers = count });
        }

        if (method is FitMethod.Mbc or FitMethod.Ir)
        {
            _options.Add(Make.Number("--sg", "S_g, the pseudo label of the last iteration's images; reals have 1. [default: 0.9]", .001, .999), (o, label) => o with { MaximumGenerated = label });
        }

        if (method == FitMethod.Rank)
        {
            _options.Add(Make.Number("--margin", "By how much the less degraded image should score higher. [default: 1]", .001, 999), (o, margin) => o with { Margin = margin });
        }
        else
        {
            _options.Add(Make.Number("--degraded", "Degraded reals and foreign pictures (noise, flat colours, patterns) shown as bad images, as a share of all others; with 0, as in the paper, noise may rank as perfect. [default: 0.5]", 0, 2), (o, share) => o with { DegradedShare = share });
        }

        _options.Add(Make.Choice("--network", "The network; auto uses vgg-small up to 64 pixels, and the authors' vgg19 above.", "auto", "auto", "vgg-small", "vgg19"), (o, word) => o with { Network = NetworkOf(word) });
        _options.Add(Make.Whole("--size", "Side of the network's input; 0 uses that of the real images up to 64 pixels, and 192 above.", 0, 0, 512), (o, side) => o with { Side = side == 0 ? null : side });
        _options.Add(Make.Whole("--epochs", "The maximum number of passes over the images.", Initial.Epochs, 1, 10_000), (o, count) => o with { Epochs = count });
        _options.Add(Make.Whole("--batch", "Images per step.", Initial.BatchSize, 2, 4096), (o, count) => o with { BatchSize = count });
        _options.Add(Make.Number("--learning-rate", "The initial rate; it falls to 0 along half a cosine. [default: 0.05]", 1e-9, 99), (o, rate) => o with { LearningRate = rate });
        _options.Add(Make.Number("--validation", "The share of latents and reals kept out of training. [default: 0.1]", .01, .5), (o, share) => o with { Validation = share });
        _options.Add(Make.Whole("--patience", "Stop after this many epochs without a better validation loss; 0 means a third of the epochs, at least 3.", 0, 0, 10_000), (o, count) => o with { Patience = count == 0 ? null : count });
        _options.Add(Make.Number("--rotation", "The largest rotation of training images, in degrees. [default: 15, but 0 up to 64 pixels]", 0, 45), (o, degrees) => o with { Rotation = degrees });
        _options.Add(Make.Flag("--no-flip", "Do not mirror images, for motifs where left and right differ."), (o, on) => o with { Flip = !on });
        _options.Add(Make.Seed("Determines every draw."), (o, seed) => o with { Seed = seed });
    }

    public IReadOnlyList<Option> All => [.. _options.SkipLast(1), _precision, .. _options.TakeLast(1)];

    /// <summary>Whether steps are computed in bfloat16.</summary>
    public bool MixedPrecision(ParseResult arguments) => arguments.GetValue(_precision) == "bf16";

    /// <summary>The library's options as these switches set them.</summary>
    public ScorerTrainingOptions Read(ParseResult arguments, IReadOnlyList<string> sources) =>
        _options.Read(arguments, Initial with { Method = _method, Sources = sources });

    private static ScorerArchitecture? NetworkOf(string word) => word switch
    {
        "vgg-small" => ScorerArchitecture.VggSmall,
        "vgg19" => ScorerArchitecture.Vgg19,
        _ => null,
    };
}
