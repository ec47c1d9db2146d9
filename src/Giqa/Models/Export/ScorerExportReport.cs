namespace Giqa.Models;

/// <summary>What an exported scorer is, and how closely it follows the model.</summary>
/// <param name="Kind">The model's kind, such as <c>gmm</c>.</param>
/// <param name="Width">Columns of the images that it takes.</param>
/// <param name="Height">Rows of the images that it takes.</param>
/// <param name="OperatorSet">The version of ONNX's operators that a runtime must know.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="LargestDifference">The largest difference from the model's own scores over the test pictures, relative to the larger of 1 and the score.</param>
public sealed record ScorerExportReport(string Kind, int Width, int Height, long OperatorSet, long Bytes, double LargestDifference);
