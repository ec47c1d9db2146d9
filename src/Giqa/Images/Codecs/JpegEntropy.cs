using System.Numerics;

namespace Giqa.Images.Codecs;

/// <summary>
/// Reads all coded data of a JPEG and refuses whatever libjpeg's decoder would warn about anywhere in the file: codes that do not exist, data that end
/// before their blocks do, stray bytes, restarts out of order, scans that do not follow from those before. Huffman coding only.
/// </summary>
/// <remarks>Annexes B, F and G of ITU-T T.81. Of a coefficient, only whether it is zero matters here: a refining scan has one bit for each that is not.</remarks>
internal sealed class JpegEntropy
{
    /// <summary>A decoder reads ahead by less than eight bytes, and drops at a scan's end what it has not used: some encoders leave a byte there.</summary>
    private const int ReadAhead = 7;

    private readonly JpegHuffmanTable?[] _dc = new JpegHuffmanTable?[4];
    private readonly JpegHuffmanTable?[] _ac = new JpegHuffmanTable?[4];
    private readonly Dictionary<byte, ulong[]> _nonZero = [];
    private readonly Dictionary<byte, sbyte[]> _precision = [];
    private JpegFrame? _frame;
    private int _restartInterval;
    private bool _hasJfif;

    /// <summary>Checks a file whose end marker is there.</summary>
    /// <exception cref="ImageException">Something is wrong with its coded data.</exception>
    internal static void Check(ReadOnlySpan<byte> encoded) => new JpegEntropy().Walk(encoded);

    private static ImageException Corrupt(string message) => new(ImageFault.Corrupt, $"JPEG: {message}");

    private void Walk(ReadOnlySpan<byte> encoded)
    {
        var reader = new JpegMarkerReader(encoded);
        var mayStray = 0;
        while (reader.Next() is { } marker and not JpegMarkerReader.EndOfImage)
        {
            if (reader.Strays > mayStray)
            {
                throw Corrupt($"{reader.Strays} stray bytes before the marker 0x{marker:x2}");
            }

            mayStray = 0;
            var segment = reader.Segment();
            if (JpegFrame.IsStart(marker))
            {
                _frame = _frame is null ? JpegFrame.Read(marker, segment) : throw Corrupt("there are two frame headers");
            }
            else if (marker == JpegMarkerReader.HuffmanTables)
            {
                ReadTables(segment);
            }
            else if (marker == JpegMarkerReader.RestartInterval && segment.Length >= 2)
            {
                _restartInterval = (segment[0] << 8) | segment[1];
            }
            else if (marker == JpegMarkerReader.App0)
            {
                _hasJfif |= segment.StartsWith("JFIF\0"u8);
            }
            else if (marker == JpegMarkerReader.App14)
            {
                CheckAdobe(segment);
            }
            else if (marker == JpegMarkerReader.StartOfScan)
            {
                reader.Position = Scan(segment, encoded, reader.Position);
                mayStray = ReadAhead;
            }
        }
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 16)
        {
            var tables = segment[0] >> 4 == 0 ? _dc : _ac;
            var table = JpegHuffmanTable.Read(segment[1..], out var length) ?? throw Corrupt("a Huffman table contradicts itself");
            if (segment[0] >> 4 > 1 || (segment[0] & 15) > 3)
            {
                throw Corrupt("a Huffman table has a number that does not exist");
            }

            tables[segment[0] & 15] = table;
            segment = segment[(1 + length)..];
        }
    }

    /// <summary>Decoders guess the meaning of an unknown colour transform in Adobe's marker.</summary>
    private void CheckAdobe(ReadOnlySpan<byte> segment)
    {
        if (segment.Length >= 12 && segment.StartsWith("Adobe"u8) && segment[11] > 2 && !_hasJfif && (_frame is null || _frame.Components.Length >= 3))
        {
            throw Corrupt($"the colour transform {segment[11]} does not exist");
        }
    }

    /// <summary>Reads one scan.</summary>
    /// <returns>Where its data end.</returns>
    private int Scan(ReadOnlySpan<byte> header, ReadOnlySpan<byte> encoded, int position)
    {
        var frame = _frame ?? throw Corrupt("a scan comes before the frame header");
        var components = frame.ComponentsOf(header) ?? throw Corrupt("a scan names a component that does not exist");
        if (!frame.IsProgressive)
        {
            _dc[0] ??= JpegStandardTables.BrightnessMean;
            _dc[1] ??= JpegStandardTables.ColourMean;
            _ac[0] ??= JpegStandardTables.BrightnessDetail;
            _ac[1] ??= JpegStandardTables.ColourDetail;
        }

        var parameters = header[(1 + (2 * header[0]))..];
        var scan = new JpegScan(encoded, position, this, parameters[0], parameters[1], parameters[2] >> 4, parameters[2] & 15, frame.IsProgressive);
        if (frame.IsProgressive)
        {
            CheckProgression(components, scan);
        }

        if (components is [var alone])
        {
            scan.Tables(alone, NonZero(frame, alone));
            for (int y = 0, count = 0; y < alone.BlocksDown; y++)
            {
                for (var x = 0; x < alone.BlocksAcross; x++, count++)
                {
                    Restart(ref scan, count);
                    scan.Block((y * alone.Stride) + x);
                }
            }

            return scan.End();
        }

        var nonZero = Array.ConvertAll(components, component => NonZero(frame, component));
        for (var unit = 0; unit < frame.UnitsAcross * frame.UnitsDown; unit++)
        {
            Restart(ref scan, unit);
            for (var i = 0; i < components.Length; i++)
            {
                var component = components[i];
                scan.Tables(component, nonZero[i]);
                for (var block = 0; block < component.Across * component.Down; block++)
                {
                    var row = (unit / frame.UnitsAcross * component.Down) + (block / component.Across);
                    scan.Block((row * component.Stride) + (unit % frame.UnitsAcross * component.Across) + (block % component.Across));
                }
            }
        }

        return scan.End();
    }

    private void Restart(ref JpegScan scan, int done)
    {
        if (_restartInterval > 0 && done > 0 && done % _restartInterval == 0)
        {
            scan.Restart((done / _restartInterval) - 1);
        }
    }

    private ulong[]? NonZero(JpegFrame frame, JpegComponent component)
    {
        if (!frame.IsProgressive)
        {
            return null;
        }

        if (!_nonZero.TryGetValue(component.Id, out var blocks))
        {
            _nonZero[component.Id] = blocks = new ulong[component.Stride * frame.UnitsDown * component.Down];
        }

        return blocks;
    }

    /// <summary>Each scan must refine exactly what came before, bit by bit, and no detail may come before its block's mean.</summary>
    private void CheckProgression(JpegComponent[] components, JpegScan scan)
    {
        foreach (var component in components)
        {
            if (!_precision.TryGetValue(component.Id, out var bits))
            {
                _precision[component.Id] = bits = new sbyte[64];
                Array.Fill(bits, (sbyte)-1);
            }

            if (scan.Last > 63 || scan.First > scan.Last || (scan.First > 0 && bits[0] < 0))
            {
                throw Corrupt("the scans are out of order");
            }

            for (var k = scan.First; k <= scan.Last; k++)
            {
                if (Math.Max(bits[k], (sbyte)0) != scan.High)
                {
                    throw Corrupt("the scans are out of order");
                }

                bits[k] = (sbyte)scan.Low;
            }
        }
    }

    /// <summary>The coded data of one scan, block by block.</summary>
    private ref struct JpegScan(ReadOnlySpan<byte> encoded, int position, JpegEntropy owner, int first, int last, int high, int low, bool isProgressive)
    {
        private readonly JpegEntropy _owner = owner;
        private JpegBits _bits = new(encoded, position);
        private JpegHuffmanTable? _dc;
        private JpegHuffmanTable? _ac;
        private ulong[]? _nonZero;
        private int _emptyBlocks;

        internal readonly int First => first;

        internal readonly int Last => last;

        internal readonly int High => high;

        internal readonly int Low => low;

        internal void Tables(JpegComponent component, ulong[]? nonZero)
        {
            _dc = component.DcTable < 4 ? _owner._dc[component.DcTable] : null;
            _ac = component.AcTable < 4 ? _owner._ac[component.AcTable] : null;
            _nonZero = nonZero;
        }

        internal void Restart(int number)
        {
            _emptyBlocks = 0;
            if (!_bits.Restart(number))
            {
                throw Corrupt("a restart marker is missing or out of order");
            }
        }

        internal void Block(int index)
        {
            if (!isProgressive)
            {
                Sequential();
            }
            else if (first == 0)
            {
                Mean();
            }
            else if (high == 0)
            {
                Detail(ref _nonZero![index]);
            }
            else
            {
                Refine(ref _nonZero![index]);
            }

            if (_bits.IsExhausted)
            {
                throw Corrupt("the data end before their blocks do");
            }
        }

        internal readonly int End() => _bits.End;

        private void Sequential()
        {
            _bits.Skip(Decode(_dc));
            for (var k = 1; k < 64; k++)
            {
                var symbol = Decode(_ac);
                var size = symbol & 15;
                if (size == 0 && symbol != 0xF0)
                {
                    break;
                }

                k += symbol >> 4;
                _bits.Skip(size);
            }
        }

        private void Mean() => _bits.Skip(high == 0 ? Decode(_dc) : 1);

        private void Detail(ref ulong nonZero)
        {
            if (_emptyBlocks > 0)
            {
                _emptyBlocks--;
                return;
            }

            for (var k = first; k <= last; k++)
            {
                var symbol = Decode(_ac);
                var (run, size) = (symbol >> 4, symbol & 15);
                if (size == 0 && run != 15)
                {
                    _emptyBlocks = (1 << run) + _bits.Read(run) - 1;
                    return;
                }

                k += run;
                if (size > 0)
                {
                    _bits.Skip(size);
                    nonZero |= 1UL << Math.Min(k, 63);
                }
            }
        }

        private void Refine(ref ulong nonZero)
        {
            var k = first;
            for (; _emptyBlocks == 0 && k <= last; k++)
            {
                var symbol = Decode(_ac);
                var (run, size) = (symbol >> 4, symbol & 15);
                if (size > 1)
                {
                    throw Corrupt("a Huffman code that does not exist there");
                }

                if (size == 0 && run != 15)
                {
                    _emptyBlocks = (1 << run) + _bits.Read(run);
                    break;
                }

                _bits.Skip(size);
                for (; k <= last; k++)
                {
                    if ((nonZero >> k & 1) != 0)
                    {
                        _bits.Skip(1);
                    }
                    else if (--run < 0)
                    {
                        break;
                    }
                }

                if (size > 0)
                {
                    nonZero |= 1UL << Math.Min(k, 63);
                }
            }

            if (_emptyBlocks > 0)
            {
                if (k <= last)
                {
                    var rest = nonZero >> k << (63 - (last - k));
                    _bits.SkipMany(BitOperations.PopCount(rest));
                }

                _emptyBlocks--;
            }
        }

        private int Decode(JpegHuffmanTable? table)
        {
            var symbol = (table ?? throw Corrupt("a scan names a Huffman table that does not exist")).Decode(ref _bits);
            return symbol >= 0 ? symbol : throw Corrupt(_bits.IsExhausted ? "the data end before their blocks do" : "a Huffman code that does not exist");
        }
    }
}
