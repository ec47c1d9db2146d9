namespace Giqa.Models;

/// <summary>How maps are fitted.</summary>
public sealed record MapOptions
{
    /// <summary>The most real images that are looked at, at even steps; a third of them calibrates.</summary>
    /// <value>At least <see cref="LeastImages"/>; default 600.</value>
    public int Images
    {
        get;
        init => field = value >= LeastImages ? value : throw new GiqaException($"{value} real images were asked for; maps need at least {LeastImages}");
    }

    = 900;

    /// <summary>What chance starts from: which places are damaged, how, and which cells are learned from.</summary>
    /// <value>Any; default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>How many images are looked at at a time; the result does not depend on it.</summary>
    /// <value>At least 1; default one per core.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new GiqaException($"{value} threads are out of range: at least 1 is allowed"); } = Environment.ProcessorCount;

    /// <summary>Limits for decoding the reals.</summary>
    public Images.DecodeOptions Decoding { get; init; } = new();

    /// <summary>The fewest real images that maps can be fitted on.</summary>
    public const int LeastImages = 60;
}
