using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Giqa.Models;
using Giqa.Storage;

namespace Giqa.Tests.Models.Preference;

/// <summary>Rewrites a model file as somebody who means harm would: the hash fits.</summary>
internal static class HostileFile
{
    internal static void Fill(string path, string tensor, double value)
    {
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        var offsets = header[tensor]!["data_offsets"]!;
        var (first, end) = (8 + length + (int)offsets[0]!, 8 + length + (int)offsets[1]!);
        MemoryMarshal.Cast<byte, double>(bytes.AsSpan(first, end - first)).Fill(value);
        File.WriteAllBytes(path, bytes);
        string hash;
        using (var file = SafetensorsFile.Open(path))
        {
            hash = ModelTensors.Read(file, long.MaxValue).Hash();
        }

        var old = (string)header["__metadata__"]!["sha256"]!;
        var text = Encoding.UTF8.GetString(bytes, 8, length).Replace(old, hash, StringComparison.Ordinal);
        Encoding.UTF8.GetBytes(text).CopyTo(bytes, 8);
        File.WriteAllBytes(path, bytes);
    }
}
