using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A .npz file with an array of images: the given one, or the one named <c>arr_0</c>, or the only one of unsigned bytes.</summary>
internal static class NpzInput
{
    internal static ArraySource Open(InputSpecification input, string prefix, DecodeOptions options)
    {
        using var archive = RegularFile.OpenZip(input.Path);
        var entry = NpzArrays.ChooseImages(input.Path, archive, input.Array);
        var name = input.Array is null ? input.Path : $"{input.Path}#{input.Array}";
        using var stream = entry.Open();
        var shape = NpyInput.ShapeOf(name, stream, options);
        return new ArraySource(prefix, shape.Images, shape.Order(new MemoryRows(stream, shape.Images, new InflationLimit(input, entry.CompressedLength, options))));
    }
}
