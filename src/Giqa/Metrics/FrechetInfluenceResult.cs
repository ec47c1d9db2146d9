namespace Giqa.Metrics;

/// <summary>What every image does to FID.</summary>
/// <param name="Frechet">FID itself.</param>
/// <param name="Generated">Per generated image, FID minus FID without it: positive means that the image makes FID worse.</param>
/// <param name="Real">Per real image, the same.</param>
public sealed record FrechetInfluenceResult(FrechetResult Frechet, IReadOnlyList<double> Generated, IReadOnlyList<double> Real)
{
    /// <summary>FID's standard error from both samples, by the jackknife over these influences.</summary>
    public double StandardError => Effects.StandardError;

    internal ImageEffects Effects => new(Frechet.Distance, [.. Real], [.. Generated]);
}
