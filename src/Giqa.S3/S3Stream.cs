using Giqa.Storage;

namespace Giqa.S3;

/// <summary>An object as a stream that can be read from any place: one request for what is read in order, another where much is left out.</summary>
/// <param name="file">The object.</param>
/// <param name="open">Opens it from a place on.</param>
/// <param name="patience">How long bytes may be waited for.</param>
internal sealed class S3Stream(RemoteFile file, Func<long, Stream> open, TimeSpan patience) : Stream
{
    // Reading over less than this takes less time than another request.
    private const int MostReadOver = 1 << 20;
    private const int Attempts = 3;
    private readonly byte[] _buffer = new byte[1 << 16];
    private Stream? _body;
    private long _at;
    private long _start;
    private int _filled;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Length - Position);
        if (count <= 0)
        {
            return 0;
        }

        if (Position < _start || Position >= _start + _filled)
        {
            Fill();
        }

        var at = (int)(Position - _start);
        count = Math.Min(count, _filled - at);
        _buffer.AsSpan(at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Drop();
        }

        base.Dispose(disposing);
    }

    /// <summary>Has the bytes at the position in the buffer. A connection that breaks off is begun again from where it was.</summary>
    private void Fill()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Go();
                (_start, _filled) = (Position, Next());
                if (_filled > 0)
                {
                    return;
                }

                throw new EndOfStreamException("it ended early");
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException && e is not FileNotFoundException)
            {
                Drop();
                if (attempt == Attempts)
                {
                    throw new InputException($"{file.Url} cannot be read from byte {Position} on: the connection failed {Attempts} times ({e.Message.ReplaceLineEndings(" ")}); run the same command again", e);
                }
            }
        }
    }

    private void Go()
    {
        while (_body is not null && _at < Position && Position - _at <= MostReadOver)
        {
            _filled = 0;
            if (Next() == 0)
            {
                break;
            }
        }

        if (_body is null || _at != Position)
        {
            Drop();
            (_body, _at) = (open(Position), Position);
        }
    }

    private int Next()
    {
        using var limit = new CancellationTokenSource(patience);
        var count = (int)Math.Min(_buffer.Length, Math.Max(1, Position > _at ? Position - _at : _buffer.Length));
        var read = _body!.ReadAsync(_buffer.AsMemory(0, count), limit.Token).AsTask().GetAwaiter().GetResult();
        _at += read;
        return read;
    }

    private void Drop()
    {
        _body?.Dispose();
        _body = null;
    }
}
