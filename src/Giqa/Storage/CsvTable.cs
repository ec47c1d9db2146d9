namespace Giqa.Storage;

/// <summary>A small CSV file with a header, its rows kept with their line numbers.</summary>
internal sealed class CsvTable
{
    private readonly string _path;
    private readonly List<string> _header;

    private CsvTable(string path, List<string> header, List<(int Line, List<string> Fields)> rows)
    {
        (_path, _header) = (path, header);
        Rows = rows;
    }

    internal List<(int Line, List<string> Fields)> Rows { get; }

    /// <summary>Reads a file; blank lines are left out, and blanks around fields without quotes.</summary>
    /// <exception cref="GiqaException">The file cannot be read, is empty, is no text, or a line has other fields than the header.</exception>
    internal static CsvTable Read(string path)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.OpenRead(path));
            return Parse(path, reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads text that came from elsewhere; messages name it by the path.</summary>
    /// <exception cref="GiqaException">There is none, it is no text, or a line has other fields than the header.</exception>
    internal static CsvTable Parse(string path, TextReader reader)
    {
        var rows = new List<(int, List<string>)>();
        List<string>? header = null;
        var line = 1;
        for (var start = line; CsvRecord.Read(reader, path, ref line, trim: true) is { } fields; start = line)
        {
            if (fields is [""])
            {
                continue;
            }

            if (header is null)
            {
                header = fields.TrueForAll(field => field.AsSpan().IndexOfAnyInRange('\0', '\u0008') < 0)
                    ? fields.ConvertAll(field => field.ToLowerInvariant())
                    : throw new GiqaException($"{path} is no CSV file: its first line holds bytes that no text has; a header line and rows are expected");
            }
            else if (fields.Count != header.Count)
            {
                throw new GiqaException($"{path}, line {start}: {fields.Count} fields where the header has {header.Count}");
            }
            else
            {
                rows.Add((start, fields));
            }
        }

        return header is null ? throw new GiqaException($"{path} is empty: a header line and rows are expected") : new CsvTable(path, header, rows);
    }

    internal bool Has(string column) => _header.Contains(column);

    /// <summary>The place of a column that must be there.</summary>
    internal int Require(string column, string expectedHeader)
    {
        var at = _header.IndexOf(column);
        return at >= 0
            ? at
            : throw new GiqaException($"{_path}, line 1: no column '{column}' in the header '{string.Join(',', _header)}'; expected is '{expectedHeader}'");
    }
}
