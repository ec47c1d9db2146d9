using Giqa.Cli.Rendering;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>A gate as a table for people.</summary>
internal static class GateTables
{
    public static void Write(GateReport report, Tables tables) => tables.Write(
        ["check", "change", "difference", ">margin", "result", "why"],
        report.Checks.Select(check => (string[])[check.Name, GateWords.Change(check), GateWords.Interval(check), GateWords.Margin(check), GateWords.Outcome(check), check.Reason]));
}
