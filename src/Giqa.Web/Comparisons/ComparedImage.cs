namespace Giqa.Web.Comparisons;

/// <summary>One image that the page about a comparison shows.</summary>
/// <param name="Set">The short name of its set.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Quality">Its quality under the model of the reals.</param>
/// <param name="Thumbnail">The picture as PNG or JPEG, or null and <paramref name="Missing"/>.</param>
/// <param name="Missing">Why there is no picture.</param>
internal sealed record ComparedImage(string Set, string Name, double Quality, byte[]? Thumbnail, string? Missing)
{
    /// <summary>What stands beside the enlarged picture, and is read out with its name.</summary>
    internal string Figures => $"{Set}, quality {Reports.Figures.Quality(Quality)}";
}
