namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa report --json</c> prints.</summary>
/// <param name="Report">The page.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sets">Scores files on it.</param>
/// <param name="Images">Rows in them.</param>
/// <param name="Compared">Whether it shows a comparison.</param>
internal sealed record ReportDocument(string Report, long Bytes, int Sets, int Images, bool Compared);
