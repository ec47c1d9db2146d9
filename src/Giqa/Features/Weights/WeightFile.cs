namespace Giqa.Features.Weights;

/// <summary>A file of network weights that somebody else publishes.</summary>
internal sealed record WeightFile
{
    /// <summary>The file's name in the weights folder.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is published.</summary>
    public required Uri Address { get; init; }

    /// <summary>How its SHA-256 begins, in lower-case hexadecimal; as many digits as its publisher gives.</summary>
    public required string HashPrefix { get; init; }

    /// <summary>The licence it is published under.</summary>
    public required string Licence { get; init; }
}
