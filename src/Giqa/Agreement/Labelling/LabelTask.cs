namespace Giqa.Agreement.Labelling;

/// <summary>A pair as it is shown to one observer.</summary>
/// <param name="Pair">The position of the pair in the plan.</param>
/// <param name="Left">The position of the image on the left.</param>
/// <param name="Right">The position of the other one.</param>
internal sealed record LabelTask(int Pair, int Left, int Right);
