using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Giqa.Features;

/// <summary>Finds rows of features that are equal to the last bit, like those of equal pixels.</summary>
internal static class EqualRows
{
    /// <summary>How often each row is there, by 128 bits of it.</summary>
    internal static Dictionary<UInt128, int> Count(FeatureMatrix features)
    {
        var rows = new Dictionary<UInt128, int>();
        for (var i = 0; i < features.Rows; i++)
        {
            var key = KeyOf(features.Row(i));
            rows[key] = rows.GetValueOrDefault(key) + 1;
        }

        return rows;
    }

    /// <summary>How many rows are among others.</summary>
    internal static int Shared(FeatureMatrix features, IReadOnlyDictionary<UInt128, int> others) =>
        Enumerable.Range(0, features.Rows).Count(row => others.ContainsKey(KeyOf(features.Row(row))));

    private static UInt128 KeyOf(ReadOnlySpan<float> row) => MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(row)));
}
