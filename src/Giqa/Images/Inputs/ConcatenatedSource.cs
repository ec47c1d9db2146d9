namespace Giqa.Images.Inputs;

/// <summary>Several sources in sequence, whose names are already unique.</summary>
internal sealed class ConcatenatedSource : IComposedSource
{
    private readonly IImageSource[] _sources;
    private readonly int[] _ends;

    internal ConcatenatedSource(IImageSource[] sources)
    {
        _sources = sources;
        _ends = new int[sources.Length];
        var end = 0L;
        for (var i = 0; i < sources.Length; i++)
        {
            end += sources[i].Count;
            _ends[i] = end <= int.MaxValue ? (int)end : throw new GiqaException($"the inputs hold {end} images, more than the {int.MaxValue} allowed in one run; use ranges");
        }
    }

    public int Count => _ends[^1];

    public PassedOver PassedOver => PassedOver.Of(_sources.Select(source => source.PassedOver));

    public string GetName(int index) => Find(index, out var inner).GetName(inner);

    public string? GetPath(int index) => Find(index, out var inner).GetPath(inner);

    public ImageContent Read(int index) => Find(index, out var inner).Read(inner);

    public IEnumerable<SourcePart> Parts(int start, int count)
    {
        for (var (at, end) = (start, start + count); at < end;)
        {
            var source = Find(at, out var inner);
            var part = Math.Min(end - at, source.Count - inner);
            yield return new SourcePart(source, inner, part);
            at += part;
        }
    }

    public void Dispose() => Array.ForEach(_sources, source => source.Dispose());

    private IImageSource Find(int index, out int inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var at = Array.BinarySearch(_ends, index + 1);
        at = at < 0 ? ~at : at;
        while (at > 0 && _ends[at - 1] > index)
        {
            // Sources without images end where the one before them does.
            at--;
        }

        inner = at == 0 ? index : index - _ends[at - 1];
        return _sources[at];
    }
}
