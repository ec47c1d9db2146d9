namespace Giqa.Tests.Browser;

/// <summary>How a visitor looks at a page.</summary>
/// <param name="Width">The window's width in pixels.</param>
/// <param name="Height">Its height.</param>
public sealed record BrowserView(int Width, int Height = 900)
{
    /// <summary>The width of a desk's screen, and of a telephone's.</summary>
    public static TheoryData<int> Widths => [1280, 400];

    /// <summary>Whether the system asks for dark colours.</summary>
    public bool Dark { get; init; }

    /// <summary>Whether the screen is touched.</summary>
    public bool Touch { get; init; }
}
