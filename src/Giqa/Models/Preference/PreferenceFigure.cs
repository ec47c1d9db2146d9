namespace Giqa.Models;

/// <summary>How well one scorer foretells people.</summary>
/// <param name="Scorer">Its name; <c>prefer</c> is the model itself.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record PreferenceFigure(string Scorer, double Value, double Low, double High)
{
    /// <summary>By how much the preference model's figure is greater; null for the model itself.</summary>
    public double? Gain { get; init; }

    /// <summary>The lower end of the 95 % interval of that; above 0 the preference model is better.</summary>
    public double? GainLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? GainHigh { get; init; }
}
