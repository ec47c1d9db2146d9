namespace Giqa.Cli.Comparing;

/// <summary>One convention in the table.</summary>
/// <param name="Convention">Its name.</param>
/// <param name="Explanation">How it prepares images.</param>
/// <param name="CovarianceDivisor">What covariances are divided by.</param>
/// <param name="Results">Its figures, one entry per INPUT.</param>
/// <param name="Causes">Why they differ from the first row's; empty where the recipe is the same.</param>
internal sealed record ConventionRow(
    string Convention, string Explanation, string CovarianceDivisor, IReadOnlyList<ConventionEntry> Results, IReadOnlyList<string> Causes)
{
    /// <summary>How KID's rows are drawn; null where there is no KID.</summary>
    public string? KidRows { get; init; }
}
