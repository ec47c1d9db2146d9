using System.Globalization;
using System.Text;

namespace Giqa.Training.Risa;

/// <summary>FID over a generator's iterations, and where it flattens.</summary>
/// <param name="Feature">The feature in which the distances are measured.</param>
/// <param name="Iterations">Rising.</param>
/// <param name="Distances">FID between each iteration's images and the real ones.</param>
/// <param name="Elbow">The number of the elbow's point.</param>
/// <param name="IsChosen">Whether the user chose it, instead of <see cref="ElbowRule"/>.</param>
internal sealed record ElbowCurve(string Feature, IReadOnlyList<long> Iterations, IReadOnlyList<double> Distances, int Elbow, bool IsChosen)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 30;
    private const int Bottom = 50;

    /// <summary>The iteration at the elbow.</summary>
    public long ElbowIteration => Iterations[Elbow];

    /// <summary>A table <c>iteration,fid,below_chord,elbow</c>.</summary>
    public string ToCsv()
    {
        var below = ElbowRule.Below(Iterations, Distances);
        var text = new StringBuilder("iteration,fid,below_chord,elbow\n");
        for (var i = 0; i < Iterations.Count; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{Iterations[i]},{Distances[i]:R},{below[i]:F6},{(i == Elbow ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    /// <summary>A picture: the curve, the chord and the elbow.</summary>
    public string ToSvg()
    {
        var (first, last) = (0, Iterations.Count - 1);
        var points = string.Join(' ', Enumerable.Range(0, Iterations.Count).Select(i => Place(i, Distances[i])));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">
            <rect width="{Width}" height="{Height}" fill="white"/>
            <text x="{Left}" y="18">FID ({System.Security.SecurityElement.Escape(Feature)}) by iteration; elbow at {ElbowIteration}{(IsChosen ? ", chosen" : ", furthest below the chord")}</text>
            <path d="M{Left} {Top}V{Height - Bottom}H{Width - Right}" fill="none" stroke="#888"/>
            <text x="{Left - 6}" y="{Top + 10}" text-anchor="end">{Number(Distances.Max())}</text>
            <text x="{Left - 6}" y="{Height - Bottom}" text-anchor="end">{Number(Distances.Min())}</text>
            <text x="{Left}" y="{Height - Bottom + 20}" text-anchor="middle">{Iterations[first]}</text>
            <text x="{Width - Right}" y="{Height - Bottom + 20}" text-anchor="end">{Iterations[last]}</text>
            <polyline points="{Place(first, Distances[first])} {Place(last, Distances[last])}" fill="none" stroke="#aaa" stroke-dasharray="5 4"/>
            <polyline points="{points}" fill="none" stroke="#1f6feb" stroke-width="2"/>
            <circle cx="{X(Elbow)}" cy="{Y(Distances[Elbow])}" r="5" fill="#d1242f"/>
            </svg>

            """;
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private string Place(int point, double distance) => $"{X(point)},{Y(distance)}";

    private string X(int point)
    {
        var width = Math.Max(1, Iterations[^1] - Iterations[0]);
        return (Left + ((Width - Left - Right) * (double)(Iterations[point] - Iterations[0]) / width)).ToString("F1", CultureInfo.InvariantCulture);
    }

    private string Y(double distance)
    {
        var (low, height) = (Distances.Min(), Distances.Max() - Distances.Min());
        return (Height - Bottom - (height > 0 ? (Height - Bottom - Top) * (distance - low) / height : 0)).ToString("F1", CultureInfo.InvariantCulture);
    }
}
