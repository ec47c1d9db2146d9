using Spectre.Console;

namespace Giqa.Cli.Rendering;

/// <summary>Plain tables: aligned columns with a line under the header, no colour and no wrapping when redirected.</summary>
internal sealed class Tables
{
    private const int UnlimitedWidth = 4096;

    private readonly TextWriter _writer;
    private readonly bool _isTerminal;

    public Tables(TextWriter writer, bool isTerminal)
    {
        _writer = writer;
        _isTerminal = isTerminal;
    }

    /// <summary>Writes rows below a header.</summary>
    /// <param name="columns">Headings; those that begin with <c>&gt;</c> are aligned to the right, and lose that sign.</param>
    /// <param name="rows">One text per column.</param>
    public void Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Collapse();
        foreach (var column in columns)
        {
            var right = column.StartsWith('>');
            var cell = new TableColumn(Markup.Escape(right ? column[1..] : column)) { NoWrap = !_isTerminal };
            _ = table.AddColumn(right ? cell.RightAligned() : cell);
        }

        foreach (var row in rows)
        {
            _ = table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Write(table);
    }

    /// <summary>Writes names with their values.</summary>
    public void WritePairs(IEnumerable<(string Name, string Value)> pairs)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in pairs)
        {
            _ = grid.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        Write(grid);
    }

    private void Write(Spectre.Console.Rendering.IRenderable content)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = _isTerminal ? Math.Max(60, Console.WindowWidth) : UnlimitedWidth;
        console.Write(content);
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            _writer.WriteLine(line);
        }
    }
}
