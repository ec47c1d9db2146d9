using System.Runtime.InteropServices;
using System.Text;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>Writes down the work that pieces are made of, for <see cref="PieceReader"/>.</summary>
internal sealed class PieceWriter(Stream stream) : IDisposable
{
    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);

    public void Dispose() => _writer.Dispose();

    internal void Write(int value) => _writer.Write(value);

    internal void Write(double value) => _writer.Write(value);

    internal void Write(ulong value) => _writer.Write(value);

    internal void Write(string value) => _writer.Write(value);

    internal void Write(ReadOnlySpan<int> values)
    {
        _writer.Write(values.Length);
        _writer.Write(MemoryMarshal.AsBytes(values));
    }

    internal void Write(ReadOnlySpan<double> values)
    {
        _writer.Write(values.Length);
        _writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Where the rows of a matrix lie, and what its folder was like.</summary>
    internal void Write(FeatureMatrix features)
    {
        var origin = features.Origin!;
        _writer.Write(origin.Folder);
        _writer.Write(PieceReader.StateOf(origin.Folder));
        _writer.Write(origin.Rows is not null);
        if (origin.Rows is { } rows)
        {
            Write(rows);
        }
    }
}

/// <summary>Reads what <see cref="PieceWriter"/> wrote.</summary>
internal sealed class PieceReader(Stream stream) : IDisposable
{
    private readonly BinaryReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly Dictionary<string, FeatureMatrix> _folders = new(StringComparer.Ordinal);

    public void Dispose() => _reader.Dispose();

    internal int ReadInt() => _reader.ReadInt32();

    internal double ReadDouble() => _reader.ReadDouble();

    internal ulong ReadULong() => _reader.ReadUInt64();

    internal string ReadString() => _reader.ReadString();

    internal int[] ReadInts()
    {
        var values = new int[_reader.ReadInt32()];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    internal double[] ReadDoubles()
    {
        var values = new double[_reader.ReadInt32()];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>The folder's features where they lie, and which of their rows are meant; null for all.</summary>
    /// <exception cref="GiqaException">The folder is not what it was.</exception>
    internal (FeatureMatrix Features, int[]? Rows) ReadFeatures()
    {
        var (folder, state) = (_reader.ReadString(), _reader.ReadString());
        var rows = _reader.ReadBoolean() ? ReadInts() : null;
        if (StateOf(folder) != state)
        {
            throw new GiqaException($"{folder} is not what it was when the work on it began: begin it again");
        }

        if (!_folders.TryGetValue(folder, out var features))
        {
            // Whoever began the work has read all of it, and found it to be what was written.
            _folders[folder] = features = FeatureFolder.Load(folder, isChecked: true).Matrix;
        }

        return (features, rows);
    }

    /// <summary>The rows that are meant, as a matrix of their own.</summary>
    /// <exception cref="GiqaException">The folder is not what it was.</exception>
    internal FeatureMatrix ReadMatrix()
    {
        var (features, rows) = ReadFeatures();
        return rows is null ? features : features.SelectRows(rows);
    }

    /// <summary>What changes when another folder comes in the place of this one: its chunks are never written twice.</summary>
    internal static string StateOf(string folder)
    {
        var plan = new FileInfo(FeaturePlan.PathIn(folder));
        return plan.Exists ? $"{plan.Length} {plan.LastWriteTimeUtc.Ticks}" : "missing";
    }
}
