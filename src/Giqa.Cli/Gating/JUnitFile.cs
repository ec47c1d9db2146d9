using System.Globalization;
using System.Text;
using System.Xml;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>A gate as JUnit XML, which CI systems show as tests: a rule is a test case, an undecided one that stops the build is skipped.</summary>
internal static class JUnitFile
{
    public static byte[] Of(GateReport report, string summary)
    {
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            writer.WriteStartElement("testsuites");
            WriteCounts(writer, "giqa gate", report);
            writer.WriteStartElement("testsuite");
            WriteCounts(writer, $"{report.Candidate} against {report.Baseline}", report);
            foreach (var check in report.Checks)
            {
                WriteCase(writer, check);
            }

            writer.WriteElementString("system-out", Clean(summary));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return memory.ToArray();
    }

    private static void WriteCounts(XmlWriter writer, string name, GateReport report)
    {
        writer.WriteAttributeString("name", Clean(name));
        writer.WriteAttributeString("tests", Text(report.Checks.Count));
        writer.WriteAttributeString("failures", Text(report.Checks.Count(check => check.CountsAs == GateOutcome.Fail)));
        writer.WriteAttributeString("errors", "0");
        writer.WriteAttributeString("skipped", Text(report.Checks.Count(check => check.CountsAs == GateOutcome.Undecided)));
    }

    private static void WriteCase(XmlWriter writer, GateCheck check)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", $"giqa.{check.Rule.Split('.')[0]}");
        writer.WriteAttributeString("name", Clean($"{check.Name} ({check.Rule})"));
        writer.WriteAttributeString("time", "0");
        if (check.CountsAs == GateOutcome.Fail)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", Clean(GateWords.Sentence(check)));
            writer.WriteAttributeString("type", check.Outcome == GateOutcome.Fail ? "worse" : "undecided");
            writer.WriteString(Clean(Details(check)));
            writer.WriteEndElement();
        }
        else if (check.CountsAs == GateOutcome.Undecided)
        {
            writer.WriteStartElement("skipped");
            writer.WriteAttributeString("message", Clean(GateWords.Sentence(check)));
            writer.WriteEndElement();
        }

        writer.WriteElementString("system-out", Clean($"{GateWords.Outcome(check)}: {GateWords.Sentence(check)}"));
        writer.WriteEndElement();
    }

    private static string Details(GateCheck check) => string.Join('\n', (check.Classes ?? []).Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{one.Name}: {GateDocument.WordOf(one.Outcome)}, {one.Difference:+0.000;-0.000} (95 % {one.Low:+0.000;-0.000} to {one.High:+0.000;-0.000})")));

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>File names may hold what XML cannot.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        '\t' or '\n' => rune.ToString(),
        < ' ' or 0xFFFE or 0xFFFF => "\uFFFD",
        _ => rune.ToString(),
    }));
}
