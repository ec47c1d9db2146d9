using System.Globalization;
using Giqa.Images.Inputs;
using Giqa.Storage;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Features.Onnx;

/// <summary>
/// Moves weights in files next to an ONNX model into the model itself, so that the store keeps one file with one hash.
/// The model names the files to read: only those in its own folder are accepted, whatever links lead to.
/// </summary>
internal sealed class ExternalWeights : IDisposable
{
    // The depth of messages; protobuf's own readers stop at 100.
    private const int MaxDepth = 100;

    private readonly string _model;
    private readonly string _folder;
    private readonly string[] _roots;
    private readonly Dictionary<string, SafeFileHandle> _files = [];

    private ExternalWeights(string modelPath)
    {
        _model = modelPath;
        _folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        // Stores of downloads keep links in one folder and the files, beside each other, in another.
        _roots = [RealPath.Of(_folder), Path.GetDirectoryName(RealPath.Of(modelPath))!];
    }

    private enum Message
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        Function,
    }

    /// <summary>The model with all its weights inside; the same bytes if they were already inside.</summary>
    /// <param name="model">The content of the .onnx file.</param>
    /// <param name="modelPath">Where it lies.</param>
    /// <exception cref="FormatException">It is not such a model, or names a file that is missing, too short, or outside its folder.</exception>
    internal static byte[] Inline(byte[] model, string modelPath)
    {
        if (!IsNeeded(model, Message.Model, 0))
        {
            return model;
        }

        using var weights = new ExternalWeights(modelPath);
        try
        {
            return weights.Rewrite(model, Message.Model);
        }
        catch (OverflowException e)
        {
            throw new FormatException("including its weights it exceeds 2 GiB, the limit of one ONNX file", e);
        }
    }

    /// <summary>Refuses a model that names files of weights: the runtime would look for them wherever the program happens to run.</summary>
    /// <exception cref="FormatException">It does, or is no such model.</exception>
    internal static void RequireNone(ReadOnlySpan<byte> model)
    {
        if (IsNeeded(model, Message.Model, 0))
        {
            throw new FormatException("it keeps weights in a second file, which is not read");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    /// <summary>The message that a field of another one holds, where tensors may be inside.</summary>
    private static Message? Inner(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) or (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Node, 5) => Message.Attribute,
        (Message.Graph, 5) or (Message.Attribute, 5 or 10) or (Message.SparseTensor, 1 or 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22 or 23) => Message.SparseTensor,
        _ => null,
    };

    private static bool IsNeeded(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"its graphs are nested more than {MaxDepth} deep");
        }

        var isNeeded = false;
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            // TensorProto: data_location 14, 1 for a file.
            isNeeded |= message == Message.Tensor
                ? reader.Field == 14 && reader.Integer == 1
                : reader.Type == ProtobufWireType.Bytes && Inner(message, reader.Field) is { } inner && IsNeeded(reader.Bytes, inner, depth + 1);
        }

        return isNeeded;
    }

    private byte[] Rewrite(ReadOnlySpan<byte> bytes, Message message)
    {
        if (message == Message.Tensor)
        {
            return RewriteTensor(bytes);
        }

        var writer = new ProtobufWriter(bytes.Length + 1024);
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Type == ProtobufWireType.Bytes && Inner(message, reader.Field) is { } inner && IsNeeded(reader.Bytes, inner, 0))
            {
                writer.WriteBytes(reader.Field, Rewrite(reader.Bytes, inner));
            }
            else
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        return writer.ToArray();
    }

    private byte[] RewriteTensor(ReadOnlySpan<byte> tensor)
    {
        // TensorProto: name 8, raw_data 9, external_data 13 (key 1, value 2), data_location 14.
        var entries = new Dictionary<string, string>();
        var writer = new ProtobufWriter(tensor.Length + 64);
        var reader = new ProtobufReader(tensor);
        while (reader.Read())
        {
            if (reader.Field == 13)
            {
                var (key, value) = ReadEntry(reader.Bytes);
                entries[key] = value;
            }
            else if (reader.Field != 14)
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        writer.WriteBytes(9, ReadData(entries));
        return writer.ToArray();
    }

    private static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> entry)
    {
        var (key, value) = (string.Empty, string.Empty);
        var reader = new ProtobufReader(entry);
        while (reader.Read())
        {
            key = reader.Field == 1 ? reader.Text : key;
            value = reader.Field == 2 ? reader.Text : value;
        }

        return (key, value);
    }

    private byte[] ReadData(Dictionary<string, string> entries)
    {
        var location = entries.GetValueOrDefault("location", string.Empty);
        var file = Open(location);
        var total = RandomAccess.GetLength(file);
        var offset = NumberOf(entries, "offset") ?? 0;
        var length = NumberOf(entries, "length") ?? total - offset;
        if (offset < 0 || length < 0 || offset > total || length > total - offset)
        {
            throw new FormatException($"it needs {length} bytes at byte {offset} of its weights file '{location}', which has {total}: the file is truncated, or belongs to another model");
        }

        if (length > Array.MaxLength)
        {
            throw new FormatException($"its weights file '{location}' holds {length} bytes for one tensor; the maximum is {Array.MaxLength}");
        }

        var data = new byte[length];
        for (var (done, read) = (0, 0); done < data.Length; done += read)
        {
            read = RandomAccess.Read(file, data.AsSpan(done), offset + done);
            if (read == 0)
            {
                throw new FormatException($"its weights file '{location}' became shorter while it was read");
            }
        }

        return data;
    }

    private static long? NumberOf(Dictionary<string, string> entries, string key) => !entries.TryGetValue(key, out var text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"the {key} '{text}' of its weights is not a number");

    private SafeFileHandle Open(string location)
    {
        if (_files.TryGetValue(location, out var known))
        {
            return known;
        }

        // A name from elsewhere may hold what is a separator on another system only.
        if (location.Length == 0 || location.Any(char.IsControl) || Path.IsPathRooted(location) || location.Contains(':', StringComparison.Ordinal) || location.Split('/', '\\').Contains(".."))
        {
            throw Outside(location);
        }

        var path = Path.Combine(_folder, location);
        try
        {
            var real = RealPath.Of(path);
            return Array.Exists(_roots, root => real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                ? _files[location] = RegularFile.OpenHandle(real)
                : throw Outside(location);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"its weights file '{location}' cannot be read next to it ({e.Message}): keep the two files in one folder, or export again with the weights inside", e);
        }
    }

    private FormatException Outside(string location) => new(
        $"it keeps weights in '{new string([.. location.Select(letter => char.IsControl(letter) ? '?' : letter)])}', outside its own folder; only files next to {Path.GetFileName(_model)} are read: put it there and export again");
}
