using Giqa.Features;
using Giqa.Images;

namespace Giqa.Web.Live;

/// <summary>What a <see cref="LiveApplication"/> shows, and what it may write.</summary>
internal sealed record LiveOptions
{
    /// <summary>The inputs to show, one set each: folders, archives, arrays, lists, or scores files (<c>.csv</c>, <c>.jsonl</c>).</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The input with the images that scores files name.</summary>
    /// <value>Default null: they are below the scores file's folder, under the names in it.</value>
    public string? Images { get; init; }

    /// <summary>The models to score with.</summary>
    /// <value>Default empty: only scores files have scores.</value>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Real images: with them, FID and DS are computed for every set, and for every snapshot of a training run.</summary>
    /// <value>Default null: neither is.</value>
    public string? Real { get; init; }

    /// <summary>The folder that chosen images are copied into.</summary>
    public required string CopyTo { get; init; }

    /// <summary>How to run the networks, and the limits on files.</summary>
    public ImageScorerOptions Running { get; init; } = new();

    /// <summary>How files become pixels for the page.</summary>
    public DecodeOptions Decoding { get; init; } = new();

    /// <summary>Caches the features of images seen before.</summary>
    /// <value>Default null: no cache.</value>
    public FeatureCache? Cache { get; init; }

    /// <summary>How often folders are checked for new images.</summary>
    /// <value>Default 2 seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
