using System.Text.Json.Serialization;

namespace Giqa.Models;

/// <summary>The share of people who would prefer an image over the median one.</summary>
/// <param name="Value">The share, in (0, 1).</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct PreferredShare(
    [property: JsonPropertyName("share")] double Value,
    [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High);
