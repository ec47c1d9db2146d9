using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Numerics;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Giqa.Features;

/// <summary>Checks an ONNX file by running it, and stores it.</summary>
internal static class BackboneImporter
{
    /// <summary>Imports a file as a new folder beneath the store's.</summary>
    /// <exception cref="GiqaException">The file cannot be read, or the folder cannot be written.</exception>
    /// <exception cref="ModelFileException">The file is no network that takes such images.</exception>
    internal static Backbone Import(ImportOptions options, string storeFolder)
    {
        var model = ReadModel(options.OnnxPath);
        var record = Try(options, model);
        var target = Path.Combine(storeFolder, options.Name);
        var temporary = Path.Combine(storeFolder, $".{options.Name}.{Environment.ProcessId:x}.tmp");
        try
        {
            _ = Directory.CreateDirectory(temporary);
            File.WriteAllBytes(Path.Combine(temporary, ImportedBackbone.ModelName), model);
            record.Save(temporary);
            Directory.Move(temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot write the backbone {target}: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }

        return record.Open(Path.Combine(target, ImportedBackbone.ModelName));
    }

    /// <summary>Checks a file by running it, without storing it.</summary>
    /// <returns>The network with its preprocessing, already loaded.</returns>
    /// <exception cref="GiqaException">The file cannot be read.</exception>
    /// <exception cref="ModelFileException">The file is no network that takes such images.</exception>
    internal static Backbone Check(ImportOptions options)
    {
        var model = ReadModel(options.OnnxPath);
        return Try(options, model).OpenModel(options.OnnxPath, model);
    }

    private static byte[] ReadModel(string path)
    {
        var bytes = ImportedBackbone.ReadFile(path);
        return OtherKind(bytes) is { } kind
            ? throw new ModelFileException($"{path} is not an ONNX file: {kind}")
            : ImportedBackbone.Edit(path, () => ExternalWeights.Inline(bytes, path));
    }

    /// <summary>What a file really is, for files commonly mistaken for a network.</summary>
    private static string? OtherKind(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? "it is empty"
        : bytes.StartsWith("version https://git-lfs"u8) ? "it is a Git LFS pointer; fetch the file itself ('git lfs pull')"
        : bytes.StartsWith("PK\x03\x04"u8) ? "it is a zip file, like PyTorch checkpoints; export the network (torch.onnx.export)"
        : bytes.TrimStart("\xEF\xBB\xBF \t\r\n"u8).StartsWith("<"u8) ? "it is a web page or XML; a download may have failed"
        : null;

    private static ImportedBackbone Try(ImportOptions options, byte[] model)
    {
        var outputs = ImportedBackbone.Edit(options.OnnxPath, () => OnnxSignature.Read(model)).Outputs;
        var cut = ImportedBackbone.SelectOutput(options.OnnxPath, model, options.OutputNode);
        var preprocessing = new ImportedInput(options, ImportedBackbone.Edit(options.OnnxPath, () => OnnxSignature.Read(cut))).Settle();
        var (shape, convertsOutput) = FindOutput(options.OnnxPath, cut, preprocessing);
        var pooling = options.Pooling ?? DefaultPooling(options, shape, outputs);
        var record = new ImportedBackbone
        {
            Name = options.Name,
            Licence = options.Licence,
            Source = Path.GetFileName(options.OnnxPath),
            Sha256 = ImportedBackbone.Hash(model),
            OutputNode = options.OutputNode,
            FirstOutput = outputs.Count > 1 ? $"{outputs[0].Name}, the first of {string.Join(", ", outputs.Select(output => output.Name))}" : outputs[0].Name,
            ConvertsOutput = convertsOutput,
            Pooling = pooling,
            FeatureCount = new FeaturePooler(pooling, preprocessing.Layout, shape).FeatureCount,
            Preprocessing = preprocessing,
            SelfTest = [],
        };
        using var extractor = new FeatureExtractor(record.OpenModel(options.OnnxPath, model));
        var features = extractor.Extract(SelfTest.Draw());
        if (!Array.TrueForAll(features, float.IsFinite))
        {
            throw new ModelFileException($"{options.OnnxPath} gives features that are not finite numbers for a test picture; check the scaling of its input");
        }

        RequireFunction(options.OnnxPath, extractor, features);
        return record with { SelfTest = features };
    }

    /// <summary>Features must be a function of the picture: equal for equal pictures, different for different ones.</summary>
    private static void RequireFunction(string path, FeatureExtractor extractor, float[] features)
    {
        const int Runs = 3;
        for (var run = 1; run < Runs; run++)
        {
            if (!extractor.Extract(SelfTest.Draw()).AsSpan().SequenceEqual(features))
            {
                throw new ModelFileException($"{path} gives different features each time for the same picture: it was exported in training mode (call eval() first), or it contains noise");
            }
        }

        var (picture, random) = (SelfTest.Draw(), new SeededRandom(1));
        RgbImage[] others =
        [
            new RgbImage(picture.Width, picture.Height, new byte[picture.Pixels.Length]),
            new RgbImage(picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, value => (byte)(255 - value))),
            new RgbImage(picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, _ => (byte)random.NextInt(256))),
        ];
        if (Array.TrueForAll(others, other => extractor.Extract(other).AsSpan().SequenceEqual(features)))
        {
            throw new ModelFileException($"{path} gives the same features for every picture: check the chosen output (--output) and how its input is scaled");
        }
    }

    private static (long[] Shape, bool Converts) FindOutput(string path, byte[] cut, Preprocessing preprocessing)
    {
        var adapted = ImportedBackbone.Adapt(path, cut, preprocessing, convertsOutput: false);
        using var session = OnnxSession.Open(adapted, path, preprocessing.InputShape(1), new OnnxDevice(null), acceptsAnyOutput: true);
        return session.OutputType switch
        {
            TensorElementType.Float => (session.OutputShape, false),
            TensorElementType.Float16 or TensorElementType.Double or TensorElementType.BFloat16 => (session.OutputShape, true),
            var type => throw new ModelFileException($"the output of {path} is of {type}; features are floats: choose another output (--output)"),
        };
    }

    private static FeaturePooling DefaultPooling(ImportOptions options, long[] shape, IReadOnlyList<OnnxValue> outputs) => shape.Length switch
    {
        // A scorer gives one number per image.
        1 or 2 => FeaturePooling.None,
        4 => FeaturePooling.SpatialMean,
        _ => throw new ModelFileException($"the output of {options.OnnxPath} has the shape [{string.Join(", ", shape)}]: choose how it becomes a vector (--pooling first-token, token-mean or none), or choose another one (--output); its outputs are {string.Join(", ", outputs)}"),
    };
}
