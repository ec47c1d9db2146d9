namespace Giqa.Models;

/// <summary>One cell to learn from.</summary>
/// <param name="Vector">What it looks like.</param>
/// <param name="Kind">How its image was damaged; null of an untouched one.</param>
/// <param name="IsDamaged">Whether the cell lies in the damage.</param>
internal readonly record struct DamageLesson(float[] Vector, LocalDamageKind? Kind, bool IsDamaged);
