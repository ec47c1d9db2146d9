namespace Giqa.Images.Inputs;

/// <summary>A range of another source.</summary>
internal sealed class RangeSource(IImageSource source, int start, int count) : IComposedSource
{
    public int Count => count;

    public PassedOver PassedOver => source.PassedOver;

    public string GetName(int index) => source.GetName(Shift(index));

    public string? GetPath(int index) => source.GetPath(Shift(index));

    public ImageContent Read(int index) => source.Read(Shift(index));

    public IEnumerable<SourcePart> Parts(int start, int count) => [new SourcePart(source, Shift(start), count)];

    public void Dispose() => source.Dispose();

    private int Shift(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return start + index;
    }
}
