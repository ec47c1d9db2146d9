using Giqa.Storage;

namespace Giqa.S3;

/// <summary>
/// Parts of objects as they were fetched last. Images of a shard are read one behind the other by several threads; one request fetches some
/// hundred of them.
/// </summary>
internal sealed class Windows(Func<RemoteFile, long, int, byte[]> fetch)
{
    private const int WindowBytes = 4 << 20;
    private const int Kept = 8;
    private readonly Lock _lock = new();
    private readonly LinkedList<Window> _windows = new();

    public void Read(RemoteFile file, long offset, Span<byte> bytes)
    {
        // What is larger than a window, or a whole object, is nobody else's.
        if (bytes.Length >= WindowBytes || bytes.Length == file.Length)
        {
            fetch(file, offset, bytes.Length).CopyTo(bytes);
            return;
        }

        var window = Of(file, offset, bytes.Length);
        window.Bytes.Value.AsSpan((int)(offset - window.From), bytes.Length).CopyTo(bytes);
    }

    private Window Of(RemoteFile file, long offset, int count)
    {
        lock (_lock)
        {
            // One whose fetch failed keeps its error: it is not asked again.
            var known = _windows.FirstOrDefault(window => window.File == file && window.From <= offset && offset + count <= window.To && window is not { Bytes.IsValueCreated: false, HasFailed: true });
            if (known is not null)
            {
                return known;
            }

            var to = Math.Min(offset + WindowBytes, file.Length);
            var fresh = new Window(file, offset, to);
            fresh.Bytes = new Lazy<byte[]>(() =>
            {
                try
                {
                    return fetch(file, offset, (int)(to - offset));
                }
                catch
                {
                    fresh.HasFailed = true;
                    throw;
                }
            });
            _ = _windows.AddFirst(fresh);
            if (_windows.Count > Kept)
            {
                _windows.RemoveLast();
            }

            return fresh;
        }
    }

    private sealed class Window(RemoteFile file, long from, long to)
    {
        public RemoteFile File => file;

        public long From => from;

        public long To => to;

        public Lazy<byte[]> Bytes { get; set; } = null!;

        public bool HasFailed { get; set; }
    }
}
