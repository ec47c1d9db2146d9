using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>A JPEG's frame header: size, coding process, and how finely each component is sampled.</summary>
internal sealed class JpegFrame
{
    private const byte Extended = 0xC1;
    private const byte Progressive = 0xC2;
    private const byte ArithmeticSequential = 0xC9;
    private const byte ArithmeticProgressive = 0xCA;
    private const int BlockSide = 8;

    private JpegFrame(int width, int height, bool isProgressive, bool isArithmetic, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, IsArithmetic, Components) = (width, height, isProgressive, isArithmetic, components);
        var (across, down) = (components.Max(component => component.Across), components.Max(component => component.Down));
        (UnitsAcross, UnitsDown) = (Ceiling(width, BlockSide * across), Ceiling(height, BlockSide * down));
        foreach (var component in components)
        {
            component.BlocksAcross = Ceiling(width * component.Across, BlockSide * across);
            component.BlocksDown = Ceiling(height * component.Down, BlockSide * down);
            component.Stride = UnitsAcross * component.Across;
        }
    }

    internal int Width { get; }

    internal int Height { get; }

    internal bool IsProgressive { get; }

    internal bool IsArithmetic { get; }

    internal JpegComponent[] Components { get; }

    /// <summary>How many groups of blocks of all components there are in a row.</summary>
    internal int UnitsAcross { get; }

    /// <summary>How many rows of such groups there are.</summary>
    internal int UnitsDown { get; }

    /// <summary>Whether a marker starts a frame, of any coding process.</summary>
    internal static bool IsStart(byte marker) => marker is >= 0xC0 and <= 0xCF and not (JpegMarkerReader.HuffmanTables or 0xC8 or 0xCC);

    /// <summary>Reads a frame header.</summary>
    /// <exception cref="ImageException">The process or the precision is not supported, or the header contradicts itself.</exception>
    internal static JpegFrame Read(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (0xC0 or Extended or Progressive or ArithmeticSequential or ArithmeticProgressive))
        {
            throw new ImageException(ImageFault.Unsupported, $"JPEG: the coding process 0x{marker:x2} (lossless or hierarchical) is not supported; convert it to PNG");
        }

        if (segment.Length < 6 || segment.Length != 6 + (3 * segment[5]) || segment[5] == 0)
        {
            throw new ImageException(ImageFault.Corrupt, "JPEG: the frame header has a wrong length");
        }

        if (segment[0] != 8)
        {
            throw new ImageException(ImageFault.Unsupported, $"JPEG: a precision of {segment[0]} bits is not supported; convert it to PNG");
        }

        var components = new JpegComponent[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var entry = segment.Slice(6 + (3 * i), 3);
            components[i] = new JpegComponent(entry[0], entry[1] >> 4, entry[1] & 15);
            if (components[i].Across is < 1 or > 4 || components[i].Down is < 1 or > 4)
            {
                throw new ImageException(ImageFault.Corrupt, $"JPEG: sampling factors of {components[i].Across} x {components[i].Down} do not exist");
            }
        }

        var height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        return new JpegFrame(width, height, marker is Progressive or ArithmeticProgressive, marker >= ArithmeticSequential, components);
    }

    /// <summary>The components that a scan names, in its order, with the tables it gives them; null if it names one that does not exist.</summary>
    internal JpegComponent[]? ComponentsOf(ReadOnlySpan<byte> scan)
    {
        if (scan.IsEmpty || scan.Length < 4 + (2 * scan[0]))
        {
            return null;
        }

        var named = new JpegComponent[scan[0]];
        for (var i = 0; i < named.Length; i++)
        {
            var id = scan[1 + (2 * i)];
            if (Array.Find(Components, component => component.Id == id) is not { } component)
            {
                return null;
            }

            (component.DcTable, component.AcTable) = (scan[2 + (2 * i)] >> 4, scan[2 + (2 * i)] & 15);
            named[i] = component;
        }

        return named;
    }

    /// <summary>How many samples a scan goes through.</summary>
    internal long SamplesOf(ReadOnlySpan<byte> scan) =>
        ComponentsOf(scan)?.Sum(component => (long)BlockSide * BlockSide * component.BlocksAcross * component.BlocksDown) ?? 0;

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}

/// <summary>One component of a frame: brightness, or one of the colours.</summary>
/// <param name="id">Its number in scan headers.</param>
/// <param name="across">Its sampling factor along a row.</param>
/// <param name="down">Its sampling factor along a column.</param>
internal sealed class JpegComponent(byte id, int across, int down)
{
    internal byte Id { get; } = id;

    internal int Across { get; } = across;

    internal int Down { get; } = down;

    /// <summary>How many blocks of 8 x 8 a row has.</summary>
    internal int BlocksAcross { get; set; }

    /// <summary>How many rows of blocks there are.</summary>
    internal int BlocksDown { get; set; }

    /// <summary>How many blocks a row has in scans of several components, which are padded to whole groups.</summary>
    internal int Stride { get; set; }

    internal int DcTable { get; set; }

    internal int AcTable { get; set; }
}
