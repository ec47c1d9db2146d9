using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Cli.Inputs;

/// <summary>What a verb wants of its inputs.</summary>
internal sealed record InputNeeds
{
    /// <summary>The INPUTs as the user wrote them.</summary>
    public required IReadOnlyList<string> Specifications { get; init; }

    /// <summary>How images are decoded.</summary>
    public required DecodeOptions Decoding { get; init; }

    /// <summary>Where features of images seen before are kept.</summary>
    public required CacheChoice Cache { get; init; }

    /// <summary>The backbone's name; null for the one that features among the inputs name, or else the default.</summary>
    public string? BackboneName { get; init; }

    /// <summary>The network of a learned model; null when backbones are looked up by name.</summary>
    public Backbone? Network { get; init; }

    /// <summary>The backbone's preset; null for its own.</summary>
    public string? Preset { get; init; }

    /// <summary>The fingerprint that features must have; null for any, as long as it is the same throughout.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Who asks for that fingerprint, for messages: <c>the model m.giqa</c>.</summary>
    public string? FingerprintOwner { get; init; }
}
