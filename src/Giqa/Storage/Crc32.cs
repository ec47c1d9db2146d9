namespace Giqa.Storage;

/// <summary>The cyclic redundancy check of zip and PNG (IEEE 802.3, reflected, polynomial EDB88320).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var current in bytes)
        {
            value = Table[(byte)(value ^ current)] ^ (value >> 8);
        }

        return ~value;
    }

    private static uint[] MakeTable()
    {
        const uint polynomial = 0xEDB88320;
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] = (table[i] & 1) == 0 ? table[i] >> 1 : (table[i] >> 1) ^ polynomial;
            }
        }

        return table;
    }
}
