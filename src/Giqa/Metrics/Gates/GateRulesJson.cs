using System.Text;
using System.Text.Json;

namespace Giqa.Metrics;

/// <summary>Rules as JSON. Reading is strict: a rule that is misspelt must not be one that is missing.</summary>
internal static class GateRulesJson
{
    private const int FewestInClass = PairTests.LeastImages;

    private static readonly string[] Metrics = [.. ComparisonMetric.All.Where(metric => metric.Test != DifferenceTest.None).Select(metric => metric.Key)];
    private static readonly string[] ClassMetrics = [.. ComparisonMetric.All.Where(metric => metric.Test == DifferenceTest.MeanOfGenerated).Select(metric => metric.Key)];
    private static readonly (string Word, GateOutcome Outcome)[] Policies = [("stop", GateOutcome.Undecided), ("pass", GateOutcome.Pass), ("fail", GateOutcome.Fail)];

    /// <summary>The words for what an undecided check counts as.</summary>
    internal static IReadOnlyList<string> PolicyWords { get; } = [.. Policies.Select(policy => policy.Word)];

    internal static GateOutcome PolicyOf(string word) => Policies.FirstOrDefault(policy => policy.Word == word) is { Word: not null } found ? found.Outcome : throw new ArgumentException($"there is no '{word}'", nameof(word));

    internal static GateRules Read(ReadOnlyMemory<byte> json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = new RuleReader(document.RootElement, file, string.Empty).Allow("undecided", "metrics", "classes", "images");
            var classes = root.Section("classes")?.Allow("least_images", "metrics");
            var images = root.Section("images")?.Allow("worst", "broken", "copies");
            var rules = new GateRules
            {
                Undecided = Policy(root) ?? GateOutcome.Undecided,
                Metrics = [.. root.Section("metrics")?.Allow(Metrics).Sections().Select(Rule) ?? []],
                Classes = [.. classes?.Section("metrics")?.Allow(ClassMetrics).Sections().Select(Rule) ?? []],
                LeastInClass = (int)(classes?.Number("least_images", FewestInClass, int.MaxValue, whole: true) ?? new GateRules().LeastInClass),
                Worst = images?.Section("worst")?.Allow("share", "margin", "undecided") is { } worst
                    ? new GateTailRule(worst.Required("share", worst.Number("share", 1e-6, GateTailRule.LargestShare)), worst.Required("margin", worst.Number("margin", 1e-6, 1.0))) { Undecided = Policy(worst) }
                    : null,
                MoreBroken = images?.Section("broken")?.Allow("more") is { } broken ? (int)broken.Required("more", broken.Number("more", 0, int.MaxValue, whole: true)) : null,
                MostCopies = images?.Section("copies")?.Allow("most") is { } copies ? copies.Required("most", copies.Number("most", 0.0, 1.0)) : null,
            };
            return rules.Metrics.Count > 0 || rules.Classes.Count > 0 || rules.Worst is not null || rules.MoreBroken is not null || rules.MostCopies is not null
                ? rules
                : throw new GiqaException($"{file} holds no rule, so everything would pass: giqa gate --print-rules shows what can stand in it");
        }
        catch (JsonException e)
        {
            throw new GiqaException($"{file} is no JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal static string Write(GateRules rules)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("undecided", WordOf(rules.Undecided));
            Write(writer, "metrics", rules.Metrics);
            if (rules.Classes.Count > 0)
            {
                writer.WriteStartObject("classes");
                writer.WriteNumber("least_images", rules.LeastInClass);
                Write(writer, "metrics", rules.Classes);
                writer.WriteEndObject();
            }

            writer.WriteStartObject("images");
            if (rules.Worst is { } worst)
            {
                writer.WriteStartObject("worst");
                writer.WriteNumber("share", worst.Share);
                writer.WriteNumber("margin", worst.Margin);
                Write(writer, worst.Undecided);
                writer.WriteEndObject();
            }

            Write(writer, "broken", "more", rules.MoreBroken);
            Write(writer, "copies", "most", rules.MostCopies);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private static GateRule Rule((string Name, RuleReader Reader) section)
    {
        var reader = section.Reader.Allow("margin", "relative_margin", "undecided");
        var (absolute, relative) = (reader.Number("margin", 1e-9, 1e9), reader.Number("relative_margin", 1e-6, 1e3));
        return (absolute, relative) switch
        {
            (null, null) => throw reader.Fault("needs a margin or a relative_margin (a share of the baseline's figure)"),
            (not null, not null) => throw reader.Fault("has a margin and a relative_margin: keep one of them"),
            _ => new GateRule(section.Name, absolute ?? relative!.Value) { IsRelative = absolute is null, Undecided = Policy(reader) },
        };
    }

    private static GateOutcome? Policy(RuleReader reader) => reader.Word("undecided", [.. PolicyWords]) is { } word ? PolicyOf(word) : null;

    private static string WordOf(GateOutcome outcome) => Policies.First(policy => policy.Outcome == outcome).Word;

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<GateRule> rules)
    {
        writer.WriteStartObject(name);
        foreach (var rule in rules)
        {
            writer.WriteStartObject(rule.Metric);
            writer.WriteNumber(rule.IsRelative ? "relative_margin" : "margin", rule.Margin);
            Write(writer, rule.Undecided);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber(key, number);
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, GateOutcome? policy)
    {
        if (policy is { } outcome)
        {
            writer.WriteString("undecided", WordOf(outcome));
        }
    }
}
