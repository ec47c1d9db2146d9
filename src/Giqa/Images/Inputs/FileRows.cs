using Microsoft.Win32.SafeHandles;

namespace Giqa.Images.Inputs;

/// <summary>Consecutive rows in an uncompressed file, read on request.</summary>
internal sealed class FileRows(SafeFileHandle file, long offset, int rowBytes) : IPixelRows
{
    public ReadOnlyMemory<byte> Read(int index)
    {
        var row = GC.AllocateUninitializedArray<byte>(rowBytes);
        var start = offset + ((long)index * rowBytes);
        for (var done = 0; done < rowBytes;)
        {
            var read = ReadAt(row.AsSpan(done), start + done);
            done += read > 0 ? read : throw new ImageException(ImageFault.Truncated, "the array's file has become shorter");
        }

        return row;
    }

    public void Dispose() => file.Dispose();

    private int ReadAt(Span<byte> target, long position)
    {
        try
        {
            return RandomAccess.Read(file, target, position);
        }
        catch (IOException e)
        {
            throw new ImageException(ImageFault.Unreadable, e.Message, e);
        }
    }
}
