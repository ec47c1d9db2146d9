using System.Text.RegularExpressions;

namespace Giqa.Features;

/// <summary>What is needed to use an ONNX file as a backbone.</summary>
public sealed partial record ImportOptions
{
    /// <summary>The name to open it by: lower-case letters, digits, dots, dashes, at most 64.</summary>
    public required string Name
    {
        get;
        init => field = NamePattern.IsMatch(value)
            ? value
            : throw new GiqaException($"'{value}' is not a valid backbone name: lower-case letters, digits, '.', '-' and '_' are allowed, 64 at most, a letter or digit first");
    }

    /// <summary>The ONNX file, with one image input; external weight files next to it are included.</summary>
    public required string OnnxPath { get; init; }

    /// <summary>How pixels become its input. A network for grey pictures receives the luma, .299 red + .587 green + .114 blue.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>Whether the file's rows and columns, if fixed, override <see cref="Preprocessing"/>.</summary>
    /// <value>Default false: a network of another size is refused.</value>
    public bool TakesSizeOfGraph { get; init; }

    /// <summary>Whether the file's order of axes, if it shows which are the channels, overrides <see cref="Preprocessing"/>.</summary>
    /// <value>Default false: a network of another order is refused.</value>
    public bool TakesLayoutOfGraph { get; init; }

    /// <summary>The value that makes the features, or the node whose first output it is; inner ones are allowed.</summary>
    /// <value>Default null: the network's first output.</value>
    public string? OutputNode { get; init; }

    /// <summary>How that output becomes a vector.</summary>
    /// <value>Default null: <see cref="FeaturePooling.SpatialMean"/> for four axes, <see cref="FeaturePooling.None"/> for two.</value>
    public FeaturePooling? Pooling { get; init; }

    /// <summary>The licence of the weights, to be recorded.</summary>
    /// <value>Default <c>not stated</c>.</value>
    public string Licence { get; init; } = "not stated";

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
