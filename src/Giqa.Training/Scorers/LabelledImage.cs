namespace Giqa.Training.Scorers;

/// <summary>An image on a shelf, and how good it is held to be.</summary>
/// <param name="Shelf">Where it is.</param>
/// <param name="Index">Its number there.</param>
/// <param name="Label">S_p in [0, 1]; 1 for a real image.</param>
internal readonly record struct LabelledImage(PictureShelf Shelf, int Index, double Label);
