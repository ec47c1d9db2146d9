using System.Runtime.InteropServices;
using System.Text;

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
        var folder = features.Origin!.Folder!;
        _writer.Write(folder);
        _writer.Write(PieceReader.StateOf(folder));
    }
}

/// <summary>Reads what <see cref="PieceWriter"/> wrote.</summary>
internal sealed class PieceReader(Stream stream) : IDisposable
{
    private readonly BinaryReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);

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

    /// <summary>Features where they lie.</summary>
    /// <exception cref="GiqaException">Their folder is not what it was.</exception>
    internal FeatureMatrix ReadFeatures()
    {
        var (folder, state) = (_reader.ReadString(), _reader.ReadString());
        if (StateOf(folder) != state)
        {
            throw new GiqaException($"{folder} is not what it was when the work on it began: begin it again");
        }

        // Whoever began the work has read all of it, and found it to be what was written.
        return FeatureFolder.Load(folder, isChecked: true).Matrix;
    }

    /// <summary>What changes when another folder comes in the place of this one: its chunks are never written twice.</summary>
    internal static string StateOf(string folder)
    {
        var plan = new FileInfo(FeaturePlan.PathIn(folder));
        return plan.Exists ? $"{plan.Length} {plan.LastWriteTimeUtc.Ticks}" : "missing";
    }
}
