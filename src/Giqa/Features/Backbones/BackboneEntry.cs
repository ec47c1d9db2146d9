namespace Giqa.Features;

/// <summary>A backbone as a list shows it.</summary>
/// <param name="Name">The name by which it is opened.</param>
/// <param name="Summary">What it is, in a few words.</param>
/// <param name="FeatureCount">D, the length of a feature vector.</param>
/// <param name="Width">Columns of its input.</param>
/// <param name="Height">Rows of its input.</param>
/// <param name="Licence">The licence of the weights.</param>
/// <param name="Source">Where the weights come from.</param>
/// <param name="IsBuiltIn">True when it comes with the build, false when it was imported.</param>
/// <param name="IsInstalled">True when its weights are there.</param>
public sealed record BackboneEntry(
    string Name,
    string Summary,
    int FeatureCount,
    int Width,
    int Height,
    string Licence,
    string Source,
    bool IsBuiltIn,
    bool IsInstalled);
