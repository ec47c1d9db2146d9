using Giqa.Features.Onnx;

namespace Giqa.Tests.Features;

/// <summary>Changes serialised models into what other exporters write.</summary>
internal static class OnnxSurgery
{
    internal const int Half = 10;
    internal const int Byte = 2;

    /// <summary>Declares an input or output of another element type.</summary>
    internal static byte[] Retype(byte[] model, string value, int type) => EditGraph(model, (graph, field) =>
        field is 11 or 12 && OnnxValue.Read(graph).Name == value
            ? Write(info =>
            {
                info.WriteString(1, value);
                info.WriteMessage(2, w => w.WriteMessage(1, tensor =>
                {
                    tensor.WriteInteger(1, type);
                    tensor.WriteMessage(2, shape =>
                    {
                        foreach (var axis in OnnxValue.Read(graph).Axes!)
                        {
                            shape.WriteMessage(1, size =>
                            {
                                if (axis is { } fixedSize)
                                {
                                    size.WriteInteger(1, fixedSize);
                                }
                                else
                                {
                                    size.WriteString(2, "batch");
                                }
                            });
                        }
                    });
                }));
            })
            : null);

    /// <summary>Moves every constant into a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where the file is made.</param>
    /// <param name="location">What the model calls it.</param>
    /// <param name="file">Where it is made, from that folder; null for the location.</param>
    internal static byte[] MoveWeights(byte[] model, string folder, string location, string? file = null)
    {
        using var weights = new MemoryStream();
        var moved = EditGraph(model, (tensor, field) =>
        {
            if (field != 5)
            {
                return null;
            }

            var writer = new ProtobufWriter();
            var reader = new ProtobufReader(tensor);
            while (reader.Read())
            {
                if (reader.Field != 9)
                {
                    writer.WriteRaw(reader.Wire);
                    continue;
                }

                WriteEntry(writer, "location", location);
                WriteEntry(writer, "offset", $"{weights.Length}");
                WriteEntry(writer, "length", $"{reader.Bytes.Length}");
                weights.Write(reader.Bytes);
                writer.WriteInteger(14, 1);
            }

            return writer.ToArray();
        });
        var path = Path.GetFullPath(Path.Combine(folder, file ?? location));
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, weights.ToArray());
        return moved;
    }

    private static void WriteEntry(ProtobufWriter writer, string key, string value) => writer.WriteMessage(13, entry =>
    {
        entry.WriteString(1, key);
        entry.WriteString(2, value);
    });

    private static byte[] EditGraph(byte[] model, Edit edit)
    {
        var writer = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.Read())
        {
            if (reader.Field != 7)
            {
                writer.WriteRaw(reader.Wire);
                continue;
            }

            var graph = new ProtobufWriter();
            var fields = new ProtobufReader(reader.Bytes);
            while (fields.Read())
            {
                if (edit(fields.Bytes.ToArray(), fields.Field) is { } changed)
                {
                    graph.WriteBytes(fields.Field, changed);
                }
                else
                {
                    graph.WriteRaw(fields.Wire);
                }
            }

            writer.WriteBytes(7, graph.ToArray());
        }

        return writer.ToArray();
    }

    private static byte[] Write(Action<ProtobufWriter> write)
    {
        var writer = new ProtobufWriter();
        write(writer);
        return writer.ToArray();
    }

    private delegate byte[]? Edit(byte[] message, int field);
}
