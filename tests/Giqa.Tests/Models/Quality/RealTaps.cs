using Giqa.Features;

namespace Giqa.Tests.Models;

/// <summary>Some columns of made-up features, as if another backbone had made them.</summary>
internal static class RealTaps
{
    internal static FeatureMatrix Columns(FeatureMatrix all, int first, int count) =>
        new(all.Rows, count, [.. Enumerable.Range(0, all.Rows).SelectMany(row => all.Row(row).Slice(first, count).ToArray())]);

    internal static FeatureSet Columns(FeatureSet all, int first, int count) => new(Columns(all.Matrix, first, count), all.Items, all.Fingerprint, all.BackboneName);
}
