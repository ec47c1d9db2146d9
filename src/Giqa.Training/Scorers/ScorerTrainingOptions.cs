using Giqa.Images;
using Giqa.Models;
using Giqa.Training.Data;

namespace Giqa.Training.Scorers;

/// <summary>How a scorer is trained. The defaults are the paper's, except for the number of epochs and the batch size, which suit a CPU.</summary>
public sealed record ScorerTrainingOptions
{
    private const double UsualRotation = 15;

    /// <summary>What is trained: <see cref="FitMethod.Mbc"/>, <see cref="FitMethod.Ir"/>, <see cref="FitMethod.Bc"/> or <see cref="FitMethod.Rank"/>.</summary>
    public required FitMethod Method
    {
        get;
        init => field = value is FitMethod.Mbc or FitMethod.Ir or FitMethod.Bc or FitMethod.Rank
            ? value
            : throw new GiqaException($"{value} models are fitted, not trained: use 'giqa fit'");
    }

    /// <summary>N, the number of MBC's classifiers; fewer if there are too few different iterations.</summary>
    /// <value>1 to 100; default 8.</value>
    public int Classifiers { get; init => field = InRange(value, 1, 100, "classifiers"); } = 8;

    /// <summary>S_g, the pseudo label of the last iteration's images (GIQA eq. 1).</summary>
    /// <value>Above 0 and below 1; default .9.</value>
    public double MaximumGenerated { get; init => field = value is > 0 and < 1 ? value : throw new GiqaException($"S_g is {value}; above 0 and below 1 is allowed"); } = .9;

    /// <summary>
    /// How many degraded reals and non-images (noise, flat colours, patterns) MBC, IR and BC are shown as bad images, as a
    /// share of the generated and real ones. RankIQA learns only from degraded reals, whatever this is. With 0, as in the paper, nothing prevents a scorer from rating noise as perfect.
    /// </summary>
    /// <value>0 to 2; default .5.</value>
    public double DegradedShare { get; init => field = value is >= 0 and <= 2 ? value : throw new GiqaException($"a share of {value} degraded images is out of range: 0 to 2 is allowed"); } = .5;

    /// <summary>The ways in which reals are degraded, also for RankIQA.</summary>
    /// <value>Default all; at least one.</value>
    public IReadOnlyList<DegradationKind> DegradedKinds { get; init => field = value is { Count: > 0 } ? value : throw new GiqaException("no kind of degradation was given; at least one is needed"); } = Enum.GetValues<DegradationKind>();

    /// <summary>The network.</summary>
    /// <value>Default null: <see cref="ScorerArchitecture.VggSmall"/> up to 64 pixels, <see cref="ScorerArchitecture.Vgg19"/> above.</value>
    public ScorerArchitecture? Network { get; init; }

    /// <summary>Rows and columns of the network's input; images are resized to it.</summary>
    /// <value>12 to 512; default null: the side of the first real image up to 64 pixels, 192 above.</value>
    public int? Side { get; init => field = value is { } side ? InRange(side, 12, 512, "pixels of input side") : null; }

    /// <summary>The maximum number of passes over the images.</summary>
    /// <value>At least 1; default 12.</value>
    public int Epochs { get; init => field = InRange(value, 1, 10_000, "epochs"); } = 12;

    /// <summary>Images per step.</summary>
    /// <value>2 to 4096; default 128.</value>
    public int BatchSize { get; init => field = InRange(value, 2, 4096, "images in a batch"); } = 128;

    /// <summary>The initial learning rate; it falls to 0 along half a cosine over the epochs. The authors divide it by ten after each quarter, which leaves short trainings almost nothing to learn with.</summary>
    /// <value>Above 0; default .05.</value>
    public double LearningRate { get; init => field = value is > 0 and < 100 ? value : throw new GiqaException($"a learning rate of {value} is out of range: above 0 and below 100 is allowed"); } = .05;

    /// <summary>The share of the previous steps that is kept.</summary>
    /// <value>0 to below 1; default .9.</value>
    public double Momentum { get; init => field = value is >= 0 and < 1 ? value : throw new GiqaException($"a momentum of {value} is out of range: 0 to below 1 is allowed"); } = .9;

    /// <summary>The weight decay.</summary>
    /// <value>0 or more; default 5e-4.</value>
    public double WeightDecay { get; init => field = value is >= 0 and < 1 ? value : throw new GiqaException($"a weight decay of {value} is out of range: 0 to below 1 is allowed"); } = 5e-4;

    /// <summary>The share of the latents, and of the reals, that is not trained on: early stopping uses them, and quality is calibrated on the reals among them.</summary>
    /// <value>.01 to .5; default .1.</value>
    public double Validation { get; init => field = value is >= .01 and <= .5 ? value : throw new GiqaException($"a validation share of {value} is out of range: 0.01 to 0.5 is allowed"); } = .1;

    /// <summary>Stop after this many epochs without a better validation loss.</summary>
    /// <value>At least 1; default null: a third of the epochs, at least 3.</value>
    public int? Patience { get; init => field = value is { } epochs ? InRange(epochs, 1, 10_000, "epochs of patience") : null; }

    /// <summary>The largest shift of training images, as a share of their side; borders are mirrored.</summary>
    /// <value>0 to .25; default .0625. Replaces the authors' random crops: the trained scorer sees whole images.</value>
    public double Shift { get; init => field = value is >= 0 and <= .25 ? value : throw new GiqaException($"a shift of {value} is out of range: 0 to 0.25 is allowed"); } = .0625;

    /// <summary>The largest rotation of training images, in degrees.</summary>
    /// <value>0 to 45; default null: 15, like the authors, but 0 up to 64 pixels, where interpolation would blur away what is judged.</value>
    public double? Rotation { get; init => field = value is null or (>= 0 and <= 45) ? value : throw new GiqaException($"a rotation of {value} degrees is out of range: 0 to 45 is allowed"); }

    /// <summary>Whether training images are randomly mirrored.</summary>
    /// <value>Default true.</value>
    public bool Flip { get; init; } = true;

    /// <summary>RankIQA: by how much the score of the less degraded image should be higher.</summary>
    /// <value>Above 0; default 1.</value>
    public double Margin { get; init => field = value is > 0 and < 1000 ? value : throw new GiqaException($"a margin of {value} is out of range: above 0 and below 1000 is allowed"); } = 1;

    /// <summary>The random seed of the split, the network's initial weights, the order of images and their augmentation.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Where the reals can be read again, for the model file.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The augmentation of training images with a given side.</summary>
    internal Augmentation AugmentationFor(int side) => new()
    {
        CropPadding = (int)Math.Round(Shift * side),
        RotationDegrees = Rotation ?? (side <= ScorerTraining.SmallSide ? 0 : UsualRotation),
        FlipProbability = Flip ? .5 : 0,
    };

    internal int EffectivePatience => Patience ?? Math.Max(3, Epochs / 3);

    private static int InRange(int value, int least, int most, string what) => value >= least && value <= most
        ? value
        : throw new GiqaException($"{value} {what} were requested; {least} to {most} are allowed");
}
