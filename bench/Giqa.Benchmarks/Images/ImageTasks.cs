using Giqa.Images;

namespace Giqa.Benchmarks.Images;

/// <summary>The tasks of the image benchmark: "decode FORMAT SIZE" and "resize MODE FROM TO".</summary>
internal static class ImageTasks
{
    /// <summary>Each task with the items per round: enough for about a quarter of a second on the peer's side.</summary>
    internal static IEnumerable<(string Task, int Items)> All =>
    [
        ("decode png 256", 160),
        ("decode png 1024", 16),
        ("decode jpeg 256", 640),
        ("decode jpeg 1024", 64),
        ("decode webp 256", 320),
        ("decode webp 1024", 32),
        .. Resizes("1024 299", 32),
        .. Resizes("256 299", 160),
    ];

    private static IEnumerable<(string Task, int Items)> Resizes(string sizes, int items) =>
        from mode in Enum.GetValues<ResizeMode>()
        where mode.ToString().StartsWith("Pil", StringComparison.Ordinal)
        select ($"resize {mode} {sizes}", items);
}
