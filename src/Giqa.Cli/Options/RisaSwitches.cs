using System.CommandLine;
using Giqa.Training.Risa;

namespace Giqa.Cli.Options;

/// <summary>How a RISA scorer is trained; each part of the method can be switched off.</summary>
internal sealed class RisaSwitches
{
    private static readonly RisaOptions Initial = new();

    private readonly Option<int> _size = Make.Whole("--size", "Rows and columns of the network's input, a multiple of 8; 0 takes the references' own side, at most 64.", 0, 0, 256);
    private readonly Option<int> _classifiers = Make.Whole("--classifiers", "N, the number of binary classifiers.", Initial.Classifiers, 1, 100);
    private readonly Option<bool> _regression = Make.Flag("--regression", "Ablation: regress one output on the label instead.");
    private readonly Option<bool> _free = Make.Flag("--free-head", "Ablation: classifiers that may also rise with a difference of style.");
    private readonly Option<double?> _supervision = Make.Number("--supervision", "The weight of the labels' loss; 0 switches it off. [default: 1]", 0, 1000);
    private readonly Option<double?> _contrast = Make.Number("--contrastive", "The weight of the contrast between references; 0 switches it off. [default: 0.5]", 0, 1000);
    private readonly Option<double?> _upperBound = Make.Number("--upper-bound", "The weight of 'an image against itself scores 1'; 0 switches it off. [default: 0.5]", 0, 1000);
    private readonly Option<bool> _plain = Make.Flag("--no-interpolation", "Ablation: snapshots behind the elbow as they are, instead of blends.");
    private readonly Option<double?> _elbowLabel = Make.Number("--elbow-label", "The label at the elbow, as a share of the last one's. [default: the elbow's share of the iterations]", 0.01, 1);
    private readonly Option<double?> _degraded = Make.Number("--degraded", "The share of training images that are degraded, or noise and patterns, as bad ones. [default: 0]", 0, .9);
    private readonly Option<double?> _heldOut = Make.Number("--held-out", "The share of (source, reference) pairs to validate on. [default: 0.2]", 0.05, 0.5);
    private readonly Option<int> _epochs = Make.Whole("--epochs", "The most epochs.", Initial.Epochs, 1, 10_000);
    private readonly Option<int> _steps = Make.Whole("--steps", "Steps in an epoch.", Initial.StepsPerEpoch, 1, 100_000);
    private readonly Option<int> _batch = Make.Whole("--batch", "Pairs in a step.", Initial.Batch, 2, 1024);
    private readonly Option<int> _patience = Make.Whole("--patience", "Stop after so many epochs without a better validation loss.", Initial.Patience, 1, 10_000);
    private readonly Option<double?> _rate = Make.Number("--learning-rate", "Adam's step at the start. [default: 0.001]", 1e-8, 1);
    private readonly Option<int> _width = Make.Whole("--width", "Channels of the extractor's first layer.", Initial.Width, 4, 128);
    private readonly Option<bool> _still = Make.Flag("--no-augmentation", "Neither mirror nor shift training images.");
    private readonly Option<int> _seed = Make.Whole("--seed", "Determines the split and every draw.", 0, 0);
    private readonly Option<string> _precision = Make.Choice("--precision", "The precision of convolutions while training.", "bf16", "bf16", "fp32");

    public IReadOnlyList<Option> All =>
    [
        _size, _classifiers, _regression, _free, _supervision, _contrast, _upperBound, _plain, _elbowLabel, _degraded, _heldOut, _epochs, _steps,
        _batch, _patience, _rate, _width, _still, _seed, _precision
    ];

    public bool MixedPrecision(ParseResult arguments) => arguments.GetValue(_precision) == "bf16";

    public RisaOptions Read(ParseResult arguments) => new()
    {
        Side = arguments.GetValue(_size),
        Classifiers = arguments.GetValue(_classifiers),
        Regression = arguments.GetValue(_regression),
        FreeHead = arguments.GetValue(_free),
        Supervision = arguments.GetValue(_supervision) ?? Initial.Supervision,
        Contrast = arguments.GetValue(_contrast) ?? Initial.Contrast,
        UpperBound = arguments.GetValue(_upperBound) ?? Initial.UpperBound,
        Interpolate = !arguments.GetValue(_plain),
        ElbowLabel = arguments.GetValue(_elbowLabel),
        DegradedShare = arguments.GetValue(_degraded) ?? Initial.DegradedShare,
        HeldOut = arguments.GetValue(_heldOut) ?? Initial.HeldOut,
        Epochs = arguments.GetValue(_epochs),
        StepsPerEpoch = arguments.GetValue(_steps),
        Batch = arguments.GetValue(_batch),
        Patience = arguments.GetValue(_patience),
        LearningRate = arguments.GetValue(_rate) ?? Initial.LearningRate,
        Width = arguments.GetValue(_width),
        Augment = !arguments.GetValue(_still),
        Seed = (ulong)arguments.GetValue(_seed),
    };
}
