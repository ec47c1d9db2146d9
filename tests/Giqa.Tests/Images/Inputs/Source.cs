using Giqa.Images;

namespace Giqa.Tests.Images.Inputs;

/// <summary>Shorthand for what the tests ask of sources.</summary>
internal static class Source
{
    internal static readonly DecodeOptions Options = new();

    internal static string[] Names(IImageSource source) => [.. Enumerable.Range(0, source.Count).Select(source.GetName)];

    internal static string[] NamesOf(params string[] specifications)
    {
        using var source = ImageInput.Open(specifications, Options);
        return Names(source);
    }

    internal static byte[] Pixels(IImageSource source, int index) => source.Read(index).Decode(Options).Pixels;

    internal static ImageFault FaultOf(IImageSource source, int index) =>
        Assert.Throws<ImageException>(() => source.Read(index).Decode(Options)).Fault;

    internal static string ErrorOf(string specification, DecodeOptions? options = null) =>
        Assert.Throws<GiqaException>(() => ImageInput.Open(specification, options ?? Options).Dispose()).Message;

    /// <summary>A colour image of one value as a PPM file.</summary>
    internal static byte[] Ppm(byte value, int size = 2) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{size} {size}\n255\n"), .. Enumerable.Repeat(value, 3 * size * size)];
}
