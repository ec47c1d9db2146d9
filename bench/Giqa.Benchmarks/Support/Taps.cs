using Giqa.Models;

namespace Giqa.Benchmarks.Support;

/// <summary>The option <c>--taps joint,separate</c>: which structures are compared; without it the backbone's default.</summary>
internal static class Taps
{
    internal static IEnumerable<TapDensity?> Of(Arguments options) =>
        options.List("--taps", string.Empty).Select(name => name.Length == 0 ? (TapDensity?)null : Enum.Parse<TapDensity>(name, ignoreCase: true));

    internal static string Name(TapDensity? taps) => taps is { } given ? given.ToString().ToLowerInvariant() : "default";
}
