namespace Giqa.Agreement;

/// <summary>What people think of one image.</summary>
/// <param name="Image">The image, as the file names it.</param>
/// <param name="Score">The mean opinion; higher is better.</param>
/// <param name="Line">The line of the file, counted from 1.</param>
public sealed record Opinion(string Image, double Score, int Line);
