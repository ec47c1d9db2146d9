namespace Giqa.Training.Generators;

/// <summary>How a generator is trained. The defaults of a kind are those with which it learned clothes at 28 pixels within minutes on two cores.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>Which generator.</summary>
    /// <value>Default <see cref="GeneratorKind.Dcgan"/>.</value>
    public GeneratorKind Kind { get; init; } = GeneratorKind.Dcgan;

    /// <summary>The side of the images, to which all are resized; 0 takes their own.</summary>
    /// <value>Default 0; otherwise a multiple of 4 from 28 to 64.</value>
    public int Size { get; init; }

    /// <summary>1 for grey, 3 for colour, 0 for what the images are, which then must all be the same.</summary>
    /// <value>Default 0.</value>
    public int Channels { get; init; }

    /// <summary>The channels of the layer before the image; 0 takes what suits the size.</summary>
    /// <value>Default 0.</value>
    public int Width { get; init; }

    /// <summary>The length of the latent vector.</summary>
    /// <value>Default 64.</value>
    public int Latent { get; init; } = 64;

    /// <summary>Images in a step, of each sort.</summary>
    /// <value>Default 64; 2 to 4096.</value>
    public int Batch { get; init => field = value is >= 2 and <= 4096 ? value : throw new GiqaException($"a batch has from 2 to 4096 images, not {value}"); } = 64;

    /// <summary>Determines every draw: weights, latent vectors, the order of the images.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Adam's step; null for the kind's own.</summary>
    /// <value>Default: 0.0005 (dcgan, pix2pix), 0.0003 (wgan-gp), 0.002 (pggan), 0.005 (stylegan).</value>
    public double? LearningRate { get; init; }

    /// <summary>The weight of the gradient penalty (R1, or for wgan-gp that of the Lipschitz condition); null for the kind's own.</summary>
    /// <value>Default: 0.2; stylegan 1, wgan-gp 10.</value>
    public double? Penalty { get; init; }

    /// <summary>Iterations from one gradient penalty to the next, which then counts that many times; null for the kind's own.</summary>
    /// <value>Default: 16; wgan-gp 1.</value>
    public int? PenaltyEvery { get; init; }

    /// <summary>Steps of the discriminator for each of the generator; null for the kind's own.</summary>
    /// <value>Default: 1; wgan-gp 3.</value>
    public int? CriticSteps { get; init; }

    /// <summary>The share of the running average of the generator's weights that one step leaves in place; samples come from that average.</summary>
    /// <value>Default 0.999.</value>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>The weight of the distance to the true image, for a conditional generator; null for the kind's own.</summary>
    /// <value>Default: 30; pix2pixhd 10, where it is a distance of the discriminators' features.</value>
    public double? Fidelity { get; init; }

    /// <summary>What a conditional generator starts from.</summary>
    /// <value>Default <see cref="ConditionKind.Edges"/>.</value>
    public ConditionKind Condition { get; init; } = ConditionKind.Edges;

    /// <summary>Iterations of a stage of a generator that grows: for pggan one to learn a level, one to let the next in; for pix2pixhd one for the global network, one for the enhancer; null for 600.</summary>
    /// <value>Default null, as in runs from before there were stages; at least 1.</value>
    public int? Stage { get; init => field = value is null or >= 1 ? value : throw new GiqaException($"a stage takes 1 or more iterations, not {value}"); }

    /// <summary>Mirror half of the images left to right. It makes no sense of writing and the like.</summary>
    /// <value>Default false.</value>
    public bool Mirror { get; init; }

    /// <summary>When samples and weights are kept.</summary>
    /// <value>Default <see cref="SnapshotSchedule.Standard"/>.</value>
    public SnapshotSchedule Snapshots { get; init; } = SnapshotSchedule.Standard;

    /// <summary>Samples in a snapshot: always of the seeds 0, 1, 2 ..., so that an image can be followed through the training.</summary>
    /// <value>Default 64; 1 to 100,000.</value>
    public int SnapshotImages { get; init => field = value is >= 1 and <= 100_000 ? value : throw new GiqaException($"a snapshot has from 1 to 100000 images, not {value}"); } = 64;

    /// <summary>Iterations from one checkpoint to the next.</summary>
    /// <value>Default 500.</value>
    public int CheckpointEvery { get; init => field = value >= 1 ? value : throw new GiqaException($"a checkpoint is written every 1 or more iterations, not every {value}"); } = 500;

    /// <summary>Compute in bfloat16 where it is faster and does no harm.</summary>
    /// <value>Default true.</value>
    public bool MixedPrecision { get; init; } = true;

    internal double StepSize => LearningRate ?? Kind switch
    {
        GeneratorKind.WganGp => 3e-4,
        GeneratorKind.Stylegan => 5e-3,
        GeneratorKind.Pggan => 2e-3,
        _ => 5e-4,
    };

    internal (double First, double Second) Betas => Kind switch
    {
        GeneratorKind.WganGp => (0.5, 0.9),
        GeneratorKind.Stylegan or GeneratorKind.Pggan => (0, 0.99),
        _ => (0.5, 0.99),
    };

    internal double PenaltyWeight => Penalty ?? Kind switch
    {
        GeneratorKind.WganGp => 10,
        GeneratorKind.Stylegan => 1,
        _ => 0.2,
    };

    internal int StageLength => Stage ?? 600;

    internal double FidelityWeight => Fidelity ?? (Kind == GeneratorKind.Pix2pixhd ? 10 : 30);

    internal int PenaltyInterval => PenaltyEvery ?? (Kind == GeneratorKind.WganGp ? 1 : 16);

    internal int StepsOfCritic => CriticSteps ?? (Kind == GeneratorKind.WganGp ? 3 : 1);
}

/// <summary>The generators that can be trained.</summary>
internal enum GeneratorKind
{
    /// <summary>Transposed convolutions with batch normalisation, trained with the non-saturating loss and an R1 penalty.</summary>
    Dcgan,

    /// <summary>The same network, trained against a Wasserstein critic with a gradient penalty.</summary>
    WganGp,

    /// <summary>A mapping network and a synthesis network whose layers are modulated by style, with noise.</summary>
    Stylegan,

    /// <summary>Conditional: a picture of edges, masks or labels to an image, in the manner of pix2pix.</summary>
    Pix2pix,

    /// <summary>Two convolutions a level with pixel norm, grown level by level, together with its discriminator.</summary>
    Pggan,

    /// <summary>Conditional: a map of labels to an image, by spatially-adaptive normalisation.</summary>
    Spade,

    /// <summary>Conditional: a map of labels to an image, coarse to fine, by the features of several discriminators.</summary>
    Pix2pixhd,
}

/// <summary>What kinds have in common.</summary>
internal static class GeneratorKinds
{
    /// <summary>Whether it makes an image from a picture rather than from a latent vector.</summary>
    internal static bool IsConditional(this GeneratorKind kind) => kind == GeneratorKind.Pix2pix || kind.StartsFromLabels();

    /// <summary>Whether that picture is a map of labels.</summary>
    internal static bool StartsFromLabels(this GeneratorKind kind) => kind is GeneratorKind.Spade or GeneratorKind.Pix2pixhd;

    /// <summary>Whether it is trained in stages.</summary>
    internal static bool Grows(this GeneratorKind kind) => kind is GeneratorKind.Pggan or GeneratorKind.Pix2pixhd;
}
