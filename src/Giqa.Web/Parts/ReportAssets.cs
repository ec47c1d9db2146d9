using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Giqa.Web;

/// <summary>The style sheet, scripts and licences that are embedded in this assembly and inlined into the page.</summary>
internal static partial class ReportAssets
{
    private static readonly string[] ChartScripts = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];

    /// <summary>Reads an embedded text; line ends are line feeds, as an HTML parser would make them.</summary>
    internal static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in Giqa.Web");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The scripts in the order in which they run: those that draw charts, if there are charts, then the page's own in one.</summary>
    internal static string[] Scripts(IEnumerable<string> own, bool hasCharts = true) =>
        [.. (hasCharts ? ChartScripts : []).Select(name => Inlinable(Text(name))), Inlinable(string.Join('\n', own.Select(Text)))];

    /// <summary>A policy under which the page can ask for nothing and runs only the given scripts.</summary>
    internal static string ContentSecurityPolicy(IEnumerable<string> scripts)
    {
        var hashes = scripts.Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
        return $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {string.Join(' ', hashes)}; base-uri 'none'; form-action 'none'";
    }

    /// <summary>The licences of the bundled scripts as one comment.</summary>
    internal static MarkupString Licences() =>
        new($"<!--\nThis page contains the following programs under their licences.\n\n{Text("licences.txt").TrimEnd().Replace("--", "- -", StringComparison.Ordinal)}\n-->");

    /// <summary>JSON inside a script element: the encoder leaves neither <c>&lt;</c> nor <c>&amp;</c> in it.</summary>
    internal static MarkupString DataBlock(string id, JsonNode json)
    {
        var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.Default };
        return new MarkupString($"<script type=\"application/json\" id=\"{id}\">{json.ToJsonString(options)}</script>");
    }

    private static string Inlinable(string script)
    {
        var text = SourceMap().Replace(script, string.Empty);
        return text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("<!--", StringComparison.Ordinal)
            ? throw new InvalidOperationException("a bundled script would end its own element")
            : text;
    }

    [GeneratedRegex("^//# sourceMappingURL=.*$", RegexOptions.Multiline)]
    private static partial Regex SourceMap();
}
