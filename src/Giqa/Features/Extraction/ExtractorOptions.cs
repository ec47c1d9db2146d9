using Giqa.Images;

namespace Giqa.Features;

/// <summary>How an extractor runs. None of it changes a feature on the CPU.</summary>
public sealed record ExtractorOptions
{
    /// <summary>How many images are run through the network at a time, each on one core.</summary>
    /// <value>Default: the number of processors; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new GiqaException($"{value} threads are out of range: at least 1 is allowed"); } = Environment.ProcessorCount;

    /// <summary>How many images one run of the network takes; the last one is padded.</summary>
    /// <value>Default null: 1 on the CPU, 16 on a GPU. 1 to 256.</value>
    public int? BatchSize { get; init => field = value is null or (>= 1 and <= 256) ? value : throw new GiqaException($"a batch of {value} images is out of range: 1 to 256 are allowed"); }

    /// <summary>Where the network runs.</summary>
    /// <value>Default <c>cpu</c>; or <c>cuda</c>, <c>cuda:1</c>.</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Limits on the files to decode. Its other settings are the backbone's to decide.</summary>
    public DecodeOptions Limits { get; init; } = new();
}
