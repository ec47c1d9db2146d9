namespace Giqa.Training.Risa;

/// <summary>How a RISA scorer is trained. Every part of the method can be switched off, for ablations.</summary>
internal sealed record RisaOptions
{
    /// <summary>Rows and columns of the network's input; images are resized to it.</summary>
    /// <value>A multiple of 8 from 16 to 256; default 0: the references' own side, at most 64.</value>
    public int Side { get; init => field = value == 0 || (value is >= 16 and <= 256 && value % 8 == 0) ? value : throw new GiqaException($"an input side of {value} pixels is out of range: a multiple of 8 from 16 to 256 is allowed"); }

    /// <summary>N, the number of binary classifiers.</summary>
    /// <value>1 to 100; default 8.</value>
    public int Classifiers { get; init => field = InRange(value, 1, 100, "classifiers"); } = 8;

    /// <summary>Ablation: regress one output on the label instead of classifying.</summary>
    /// <value>Default false.</value>
    public bool Regression { get; init; }

    /// <summary>Ablation: classifiers with weights of either sign, so that a difference of style may raise a score and an image with itself need not score highest.</summary>
    /// <value>Default false: no classifier rises as any entry of the difference grows.</value>
    public bool FreeHead { get; init; }

    /// <summary>The weight of the weak supervision: the classifiers' cross-entropy on (reference, image, label).</summary>
    /// <value>0 (off) or more; default 1.</value>
    public double Supervision { get; init => field = Weight(value); } = 1;

    /// <summary>The weight of the contrastive term: a good image belongs to its own reference, not to the others of the batch.</summary>
    /// <value>0 (off) or more; default 0.5.</value>
    public double Contrast { get; init => field = Weight(value); } = .5;

    /// <summary>The weight of the upper bound: an image against itself, and against another crop of itself, scores 1.</summary>
    /// <value>0 (off) or more; default 0.5.</value>
    public double UpperBound { get; init => field = Weight(value); } = .5;

    /// <summary>Whether images after the elbow are pixel-wise blends of the elbow's and the last iteration's; otherwise they are unblended snapshots.</summary>
    /// <value>Default true.</value>
    public bool Interpolate { get; init; } = true;

    /// <summary>The label of the last iteration's images; 1 is left to the upper bound.</summary>
    /// <value>Above 0, at most 1; default 0.9.</value>
    public double MaximumGenerated { get; init => field = value is > 0 and <= 1 ? value : throw new GiqaException($"the last iteration's label is {value}; above 0 and at most 1 is allowed"); } = .9;

    /// <summary>The label at the elbow; labels before it are in proportion to the iteration.</summary>
    /// <value>Default null: in proportion to the iteration throughout, as in the article.</value>
    public double? ElbowLabel { get; init => field = value is null or (> 0 and <= 1) ? value : throw new GiqaException($"the elbow's label is {value}; above 0 and at most 1 is allowed"); }

    /// <summary>
    /// The share of training images that are made worse on purpose: degraded in one of six ways, with a label that falls with the strength,
    /// or replaced by a non-image, with the label 0. Without them the model is never told that noise in the right colours is not a style.
    /// </summary>
    /// <value>0 to 0.9; default 0.</value>
    public double DegradedShare { get; init => field = value is >= 0 and <= .9 ? value : throw new GiqaException($"a share of {value} degraded images is out of range: 0 to 0.9 is allowed"); }

    /// <summary>The share of the (source, reference) pairs that is not trained on: early stopping and the report's figures use them.</summary>
    /// <value>0.05 to 0.5; default 0.2.</value>
    public double HeldOut { get; init => field = value is >= .05 and <= .5 ? value : throw new GiqaException($"a held-out share of {value} is out of range: 0.05 to 0.5 is allowed"); } = .2;

    /// <summary>The maximum number of epochs.</summary>
    /// <value>1 to 10,000; default 30.</value>
    public int Epochs { get; init => field = InRange(value, 1, 10_000, "epochs"); } = 30;

    /// <summary>Steps per epoch.</summary>
    /// <value>1 to 100,000; default 100.</value>
    public int StepsPerEpoch { get; init => field = InRange(value, 1, 100_000, "steps in an epoch"); } = 100;

    /// <summary>Pairs per step, from as many different references as possible.</summary>
    /// <value>2 to 1024; default 32.</value>
    public int Batch { get; init => field = InRange(value, 2, 1024, "pairs in a batch"); } = 32;

    /// <summary>Stop after this many epochs without a better validation loss.</summary>
    /// <value>1 to 10,000; default 8.</value>
    public int Patience { get; init => field = InRange(value, 1, 10_000, "epochs of patience"); } = 8;

    /// <summary>Adam's step at the start; it falls to 0 as a cosine.</summary>
    /// <value>Above 0; default 0.001.</value>
    public double LearningRate { get; init => field = value is > 0 and <= 1 ? value : throw new GiqaException($"a learning rate of {value} is out of range: above 0 and at most 1 is allowed"); } = 1e-3;

    /// <summary>The channels of the extractor's first layer; later ones have twice and four times as many.</summary>
    /// <value>4 to 128; default 24.</value>
    public int Width { get; init => field = InRange(value, 4, 128, "channels"); } = 24;

    /// <summary>Whether training images are randomly mirrored and shifted.</summary>
    /// <value>Default true.</value>
    public bool Augment { get; init; } = true;

    /// <summary>Determines the split, the start and every draw.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    private static int InRange(int value, int least, int most, string what) => value >= least && value <= most
        ? value
        : throw new GiqaException($"{value} {what} were requested; {least} to {most} are allowed");

    private static double Weight(double value) => value is >= 0 and <= 1000
        ? value
        : throw new GiqaException($"a loss weight of {value} is out of range: 0 to 1000 is allowed");
}
