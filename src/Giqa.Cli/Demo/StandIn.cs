using System.Globalization;
using Giqa.Images;

namespace Giqa.Cli.Demo;

/// <summary>One image that stands in for a generated one: a real image that no model has seen, untouched or degraded.</summary>
/// <param name="Image">The number of the real image.</param>
/// <param name="Kind">How it is degraded; null when it is untouched.</param>
/// <param name="Strength">How strongly: 0 (untouched) to 5.</param>
internal sealed record StandIn(int Image, DegradationKind? Kind, int Strength)
{
    private const string Untouched = "untouched";

    /// <summary>The name within the folder of stand-ins, which says what it is.</summary>
    public string Name => Kind is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Untouched}/{Image:D5}.png")
        : string.Create(CultureInfo.InvariantCulture, $"{NameOf(Kind.Value)}-{Strength}/{Image:D5}.png");

    /// <summary>All stand-ins made from a number of images.</summary>
    /// <param name="images">How many real images.</param>
    /// <param name="strengths">The strengths, 1 to 5, rising.</param>
    public static IEnumerable<StandIn> All(int images, IReadOnlyList<int> strengths) =>
        from image in Enumerable.Range(0, images)
        from standIn in Enum.GetValues<DegradationKind>()
            .SelectMany(kind => strengths.Select(strength => new StandIn(image, kind, strength)))
            .Prepend(new StandIn(image, null, 0))
        select standIn;

    /// <summary>A degradation's name in kebab case.</summary>
    public static string NameOf(DegradationKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
