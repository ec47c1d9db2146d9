namespace Giqa.Training.Torch;

/// <summary>Where and how training runs.</summary>
public sealed record TorchOptions
{
    /// <summary>CPU threads for one operation. Results can differ in their last digits between numbers of threads, not between runs.</summary>
    /// <value>Default: one for each processor; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "must be at least 1"); } = Environment.ProcessorCount;

    /// <summary>Sets libtorch's random numbers on every device.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>"cpu", or a CUDA device such as "cuda:0" where the libtorch in use has CUDA.</summary>
    /// <value>Default "cpu".</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Compute convolutions and products in bfloat16 (see <see cref="Autocast"/>): up to twice as fast on processors that have it.</summary>
    /// <value>Default true.</value>
    public bool MixedPrecision { get; init; } = true;

    /// <summary>
    /// Keep the memory of freed tensors for later ones. Saves the page faults of large tensors, up to a third of a step; the process
    /// keeps its peak size for that until it ends. Holds for the whole process.
    /// </summary>
    /// <value>Default true.</value>
    public bool KeepMemory { get; init; } = true;

    /// <summary>Only algorithms that give the same numbers every time; matters on CUDA, where it costs speed.</summary>
    /// <value>Default true.</value>
    public bool Deterministic { get; init; } = true;
}
