namespace Giqa.Agreement.Labelling;

/// <summary>Two images to be compared, by their positions; which is on the left is decided when they are shown.</summary>
/// <param name="First">One image.</param>
/// <param name="Second">Another one.</param>
internal readonly record struct ImagePair(int First, int Second)
{
    /// <summary>Whether an image is one of the two.</summary>
    public bool Has(int image) => image == First || image == Second;

    /// <summary>The other image of the two.</summary>
    public int Other(int image) => image == First ? Second : First;
}
