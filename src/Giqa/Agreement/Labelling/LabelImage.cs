namespace Giqa.Agreement.Labelling;

/// <summary>An image that people may be shown.</summary>
/// <param name="Name">Its name, unique among the images of a labelling; any characters.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record LabelImage(string Name)
{
    /// <summary>The full path of its file, or null if it is inside an archive or array.</summary>
    /// <value>Default null.</value>
    public string? Path { get; init; }

    /// <summary>The set that it belongs to, such as the model that made it.</summary>
    /// <value>Default empty: all images belong to one set.</value>
    public string Set { get; init; } = string.Empty;

    /// <summary>The training iteration it was made at.</summary>
    /// <value>Default null: unknown.</value>
    public long? Iteration { get; init; }

    /// <summary>Its quality in 0..1 by the first scorer; decides which pairs are near and which are far apart.</summary>
    /// <value>Default null: unknown.</value>
    public double? Quality { get; init; }
}
