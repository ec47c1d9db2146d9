using Microsoft.Playwright;

namespace Giqa.Tests.Browser;

/// <summary>axe-core, which examines a page for what keeps people with other senses or hands from using it.</summary>
internal static class Accessibility
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js")));

    /// <summary>Asserts that none of axe-core's rules is broken, neither WCAG's nor its own.</summary>
    internal static async Task AssertAccessibleAsync(this IPage page)
    {
        const string Run = """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
                .map(v => `${v.id} (${v.impact}, ${v.nodes.length} times), such as ${v.nodes[0].html.slice(0, 160)}: ${v.nodes[0].failureSummary}`)
            """;
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            _ = await page.EvaluateAsync($"{Script.Value}; undefined");
        }

        var violations = await page.EvaluateAsync<string[]>(Run);
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations));
    }
}
