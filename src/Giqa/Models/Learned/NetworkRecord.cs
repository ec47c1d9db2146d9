using System.Text.Json.Serialization;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>What a model file says about the network inside it.</summary>
internal sealed record NetworkRecord
{
    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many numbers it gives for an image.</summary>
    public required int Outputs { get; init; }

    /// <summary>How pixels become its input.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>How its output becomes a vector; omitted if it is already one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public FeaturePooling Pooling { get; init; }
}
