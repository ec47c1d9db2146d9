namespace Giqa.Models;

/// <summary>Where an imported scorer comes from, and how its outputs are read.</summary>
public sealed record ImportedScorerReport
{
    /// <summary>The name of the ONNX file.</summary>
    public required string Source { get; init; }

    /// <summary>The licence of its weights, as far as it was stated.</summary>
    public required string Licence { get; init; }

    /// <summary>How its outputs become one number.</summary>
    public required ScoreReduction Reduction { get; init; }

    /// <summary>Whether that number falls where images get better, as predicted differences of opinion (DMOS) do; scores are then its negative.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>How its outputs are read, in words: <c>the mean of its bins, higher is better</c>.</summary>
    public string Describe()
    {
        var what = Reduction switch
        {
            ScoreReduction.Scalar => "one number",
            ScoreReduction.MeanOfBins => "the mean of its bins",
            _ => "good less bad",
        };
        return $"{what}, {(LowerIsBetter ? "lower" : "higher")} is better";
    }
}
