using Giqa.Features;

namespace Giqa.Models;

/// <summary>What has to be known of somebody else's scorer to use it as a model.</summary>
public sealed record ScorerImportOptions
{
    /// <summary>The network and how pixels become its input. Its name is what reports call the scorer.</summary>
    public required ImportOptions Network { get; init; }

    /// <summary>How its outputs become one number.</summary>
    public required ScoreReduction Reduction { get; init; }

    /// <summary>Whether that number falls where images get better.</summary>
    public required bool LowerIsBetter { get; init; }

    internal ImportedScorerReport Report => new()
    {
        Source = Path.GetFileName(Network.OnnxPath),
        Licence = Network.Licence,
        Reduction = Reduction,
        LowerIsBetter = LowerIsBetter,
    };
}
