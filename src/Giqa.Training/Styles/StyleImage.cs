namespace Giqa.Training.Styles;

/// <summary>An image of a domain.</summary>
internal readonly record struct StyleImage(int Domain, int Number);
