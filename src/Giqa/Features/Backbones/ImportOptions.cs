using System.Text.RegularExpressions;

namespace Giqa.Features;

/// <summary>What has to be known of an ONNX file to use it as a backbone.</summary>
public sealed partial record ImportOptions
{
    /// <summary>The name by which it will be opened: lower-case letters, digits, dots, dashes, at most 64.</summary>
    public required string Name
    {
        get;
        init => field = NamePattern.IsMatch(value)
            ? value
            : throw new GiqaException($"'{value}' cannot name a backbone: lower-case letters, digits, '.', '-' and '_' are allowed, 64 at most, a letter or digit first");
    }

    /// <summary>The ONNX file, with one image input; weights in files beside it are taken along.</summary>
    public required string OnnxPath { get; init; }

    /// <summary>How pixels become its input. To a network that takes grey pictures go the three channels' luma, weighed .299, .587 and .114.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>Whether the file decides about rows and columns where it fixes them, whatever <see cref="Preprocessing"/> says.</summary>
    /// <value>Default false: a network of another size is refused.</value>
    public bool TakesSizeOfGraph { get; init; }

    /// <summary>Whether the file decides about the order of axes where it shows which are the channels, whatever <see cref="Preprocessing"/> says.</summary>
    /// <value>Default false: a network of another order is refused.</value>
    public bool TakesLayoutOfGraph { get; init; }

    /// <summary>The value that makes the features, or the node whose first output it is; inner ones may be named.</summary>
    /// <value>Default null: the network's first output.</value>
    public string? OutputNode { get; init; }

    /// <summary>What makes a vector of that output.</summary>
    /// <value>Default null: <see cref="FeaturePooling.SpatialMean"/> for four axes, <see cref="FeaturePooling.None"/> for two.</value>
    public FeaturePooling? Pooling { get; init; }

    /// <summary>The licence of the weights, for the records.</summary>
    /// <value>Default <c>not stated</c>.</value>
    public string Licence { get; init; } = "not stated";

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
