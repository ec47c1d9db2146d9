using Giqa.Training.Generators;

namespace Giqa.Training.Styles;

/// <summary>How a reference-guided generator is trained.</summary>
internal sealed record StyleOptions
{
    /// <summary>The kind of generator.</summary>
    /// <value>Default <see cref="StyleKind.Reference"/>.</value>
    public StyleKind Kind { get; init; }

    /// <summary>The side of the images, to which all are resized.</summary>
    /// <value>A multiple of 8 from 16 to 64; default 32.</value>
    public int Size { get; init => field = value is >= 16 and <= 64 && value % 8 == 0 ? value : throw new GiqaException($"a reference-guided generator's size must be a multiple of 8 from 16 to 64, not {value}"); } = 32;

    /// <summary>The channels of the layer next to the image; deeper layers have twice and four times as many.</summary>
    /// <value>4 to 128; default 24.</value>
    public int Width { get; init => field = value is >= 4 and <= 128 ? value : throw new GiqaException($"a generator's width must be from 4 to 128, not {value}"); } = 24;

    /// <summary>Sources in a step, each with two references.</summary>
    /// <value>2 to 1024; default 16.</value>
    public int Batch { get; init => field = value is >= 2 and <= 1024 ? value : throw new GiqaException($"a batch has from 2 to 1024 images, not {value}"); } = 16;

    /// <summary>Determines every draw.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Adam's step.</summary>
    /// <value>Above 0; default 0.0005.</value>
    public double LearningRate { get; init => field = value is > 0 and <= 1 ? value : throw new GiqaException($"a learning rate of {value} is out of range: above 0 and at most 1 is allowed"); } = 5e-4;

    /// <summary>(source, reference) pairs in a snapshot: always the same ones.</summary>
    /// <value>4 to 10,000; default 64.</value>
    public int SnapshotPairs { get; init => field = value is >= 4 and <= 10_000 ? value : throw new GiqaException($"a snapshot has from 4 to 10000 pairs, not {value}"); } = 64;

    /// <summary>When snapshots are kept.</summary>
    /// <value>Default <see cref="SnapshotSchedule.Standard"/>.</value>
    public SnapshotSchedule Snapshots { get; init; } = SnapshotSchedule.Standard;

    /// <summary>Iterations from one checkpoint to the next.</summary>
    /// <value>At least 1; default 500.</value>
    public int CheckpointEvery { get; init => field = value >= 1 ? value : throw new GiqaException($"a checkpoint is written every 1 or more iterations, not every {value}"); } = 500;

    /// <summary>The weight of "the result's style is the reference's"; for <see cref="StyleKind.Adain"/> that of the style loss.</summary>
    /// <value>Default 1.</value>
    public double StyleWeight { get; init; } = 1;

    /// <summary>The weight of "back in its own style, it is the source again"; for <see cref="StyleKind.Adain"/> that of the content.</summary>
    /// <value>Default 8.</value>
    public double ContentWeight { get; init; } = 8;

    /// <summary>The weight of "two references give two results", which falls to 0 over <see cref="DiversityIterations"/>.</summary>
    /// <value>Default 2.</value>
    public double DiversityWeight { get; init; } = 2;

    /// <summary>The number of iterations over which diversity is rewarded.</summary>
    /// <value>Default 10,000.</value>
    public long DiversityIterations { get; init; } = 10_000;

    /// <summary>Compute convolutions in bfloat16.</summary>
    /// <value>Default true.</value>
    public bool MixedPrecision { get; init; } = true;
}

/// <summary>Generators that render a source in the style of a reference.</summary>
internal enum StyleKind
{
    /// <summary>A style encoder per domain and a generator with adaptive instance normalisation, trained against a discriminator, in the manner of StarGAN v2 (Choi et al. 2020) without its latent mapping.</summary>
    Reference,

    /// <summary>Statistics of the source's feature maps replaced by the reference's, and a decoder trained by content and style losses of a fixed network (Huang and Belongie 2017).</summary>
    Adain,
}
