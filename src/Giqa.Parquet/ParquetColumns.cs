using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Giqa.Parquet;

/// <summary>Columns of a row group, with a null where the row, or anything around it, has none.</summary>
internal static class ParquetColumns
{
    /// <summary>Reads bytes, one array for each row.</summary>
    internal static async Task<byte[]?[]> BytesAsync(ParquetRowGroupReader group, DataField field)
    {
        var rows = new byte[]?[group.RowCount];
        using var column = await group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).ConfigureAwait(false);
        Fill<ReadOnlyMemory<byte>>(column, field, rows.Length, (row, value) => rows[row] = value.ToArray());
        return rows;
    }

    /// <summary>Reads texts, or integers as texts; of columns of other types every row is null.</summary>
    internal static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var rows = new string?[group.RowCount];
        using var column = await group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).ConfigureAwait(false);
        Fill<ReadOnlyMemory<char>>(column, field, rows.Length, (row, value) => rows[row] = value.ToString());
        Fill<long>(column, field, rows.Length, (row, value) => rows[row] = $"{value}");
        Fill<int>(column, field, rows.Length, (row, value) => rows[row] = $"{value}");
        Fill<short>(column, field, rows.Length, (row, value) => rows[row] = $"{value}");
        Fill<byte>(column, field, rows.Length, (row, value) => rows[row] = $"{value}");
        return rows;
    }

    // By the definition levels: where a whole structure is null, ready-made readers count its fields as present, and every later row is off by one.
    private static void Fill<T>(RawColumnData column, DataField field, int rows, Action<int, T> set)
        where T : struct
    {
        if (column is not RawColumnData<T> typed)
        {
            return;
        }

        var values = typed.Values;
        var levels = typed.DefinitionLevels;
        if (field.MaxDefinitionLevel > 0 && levels.Length != rows)
        {
            throw new InvalidDataException($"the column {field.Path} has {levels.Length} rows where the group has {rows}");
        }

        for (var (row, at) = (0, 0); row < rows; row++)
        {
            if (field.MaxDefinitionLevel == 0 || levels[row] == field.MaxDefinitionLevel)
            {
                set(row, values[at++]);
            }
        }
    }
}
