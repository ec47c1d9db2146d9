namespace Giqa.Models;

/// <summary>What the images look like that an exported scorer is given.</summary>
public sealed record ScorerExportOptions
{
    /// <summary>Columns of the images.</summary>
    /// <value>1 to 4096; default null: those of the backbone's input, so that nothing is resized.</value>
    public int? Width { get; init => field = RequireSize(value); }

    /// <summary>Rows of the images.</summary>
    /// <value>1 to 4096; default null: those of the backbone's input, so that nothing is resized.</value>
    public int? Height { get; init => field = RequireSize(value); }

    private static int? RequireSize(int? size) => size is null or (>= 1 and <= 4096)
        ? size
        : throw new GiqaException($"an image side of {size} pixels is out of range: 1 to 4096 are allowed");
}
