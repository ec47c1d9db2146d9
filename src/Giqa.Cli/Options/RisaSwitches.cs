using System.CommandLine;
using Giqa.Training.Risa;

namespace Giqa.Cli.Options;

/// <summary>How a RISA scorer is trained; each part of the method can be switched off.</summary>
internal sealed class RisaSwitches
{
    private static readonly RisaOptions Initial = new();

    private readonly Option<string> _precision = Make.Choice("--precision", "The precision of convolutions while training.", "bf16", "bf16", "fp32");

    private readonly OptionSet<RisaOptions> _options = new()
    {
        { Make.Whole("--size", "Rows and columns of the network's input, a multiple of 8; 0 uses the references' own side, at most 64.", 0, 0, 256), (o, side) => o with { Side = side } },
        { Make.Whole("--classifiers", "N, the number of binary classifiers.", Initial.Classifiers, 1, 100), (o, count) => o with { Classifiers = count } },
        { Make.Flag("--regression", "Ablation: regress one output on the label instead."), (o, on) => o with { Regression = on } },
        { Make.Flag("--free-head", "Ablation: classifiers that may also rise with a difference of style."), (o, on) => o with { FreeHead = on } },
        { Make.Number("--supervision", "The weight of the labels' loss; 0 switches it off. [default: 1]", 0, 1000), (o, weight) => o with { Supervision = weight } },
        { Make.Number("--contrastive", "The weight of the contrast between references; 0 switches it off. [default: 0.5]", 0, 1000), (o, weight) => o with { Contrast = weight } },
        { Make.Number("--upper-bound", "The weight of 'an image against itself scores 1'; 0 switches it off. [default: 0.5]", 0, 1000), (o, weight) => o with { UpperBound = weight } },
        { Make.Flag("--no-interpolation", "Ablation: use snapshots after the elbow as they are, instead of blends."), (o, on) => o with { Interpolate = !on } },
        { Make.Number("--elbow-label", "The label at the elbow, as a share of the last one's. [default: the elbow's share of the iterations]", 0.01, 1), (o, label) => o with { ElbowLabel = label } },
        { Make.Number("--degraded", "The share of training images that are degraded, or noise and patterns, as bad examples. [default: 0]", 0, .9), (o, share) => o with { DegradedShare = share } },
        { Make.Number("--held-out", "The share of (source, reference) pairs to validate on. [default: 0.2]", 0.05, 0.5), (o, share) => o with { HeldOut = share } },
        { Make.Whole("--epochs", "The maximum number of epochs.", Initial.Epochs, 1, 10_000), (o, count) => o with { Epochs = count } },
        { Make.Whole("--steps", "Steps per epoch.", Initial.StepsPerEpoch, 1, 100_000), (o, count) => o with { StepsPerEpoch = count } },
        { Make.Whole("--batch", "Pairs per step.", Initial.Batch, 2, 1024), (o, count) => o with { Batch = count } },
        { Make.Whole("--patience", "Stop after this many epochs without a better validation loss.", Initial.Patience, 1, 10_000), (o, count) => o with { Patience = count } },
        { Make.Number("--learning-rate", "Adam's step at the start. [default: 0.001]", 1e-8, 1), (o, rate) => o with { LearningRate = rate } },
        { Make.Whole("--width", "Channels of the extractor's first layer.", Initial.Width, 4, 128), (o, width) => o with { Width = width } },
        { Make.Flag("--no-augmentation", "Neither mirror nor shift training images."), (o, on) => o with { Augment = !on } },
        { Make.Whole("--seed", "Determines the split and every draw.", 0, 0), (o, seed) => o with { Seed = (ulong)seed } },
    };

    public IReadOnlyList<Option> All => [.. _options, _precision];

    public bool MixedPrecision(ParseResult arguments) => arguments.GetValue(_precision) == "bf16";

    public RisaOptions Read(ParseResult arguments) => _options.Read(arguments, Initial);
}
