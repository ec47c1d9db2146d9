using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Features;

/// <summary>Checks an ONNX file by running it, and puts it into a store's folder.</summary>
internal static class BackboneImporter
{
    /// <summary>Imports a file as a new folder beneath the store's.</summary>
    /// <exception cref="GiqaException">The file cannot be read, or the folder cannot be written.</exception>
    /// <exception cref="ModelFileException">The file is no network that takes such images.</exception>
    internal static Backbone Import(ImportOptions options, string storeFolder)
    {
        var model = ImportedBackbone.ReadFile(options.OnnxPath);
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

    private static ImportedBackbone Try(ImportOptions options, byte[] model)
    {
        var cut = ImportedBackbone.SelectOutput(options.OnnxPath, model, options.OutputNode);
        var shape = FindOutputShape(options, cut);
        var pooling = options.Pooling ?? DefaultPooling(options, shape);
        var record = new ImportedBackbone
        {
            Name = options.Name,
            Licence = options.Licence,
            Source = Path.GetFileName(options.OnnxPath),
            Sha256 = ImportedBackbone.Hash(model),
            OutputNode = options.OutputNode,
            Pooling = pooling,
            FeatureCount = new FeaturePooler(pooling, options.Preprocessing.Layout, shape).FeatureCount,
            Preprocessing = options.Preprocessing,
            SelfTest = [],
        };
        using var extractor = new FeatureExtractor(record.Open(options.OnnxPath));
        var features = extractor.Extract(SelfTest.Draw());
        if (!Array.TrueForAll(features, float.IsFinite))
        {
            throw new ModelFileException($"{options.OnnxPath} gives features that are not finite numbers for a test picture; check the scaling of its input");
        }

        RequireFunction(options.OnnxPath, extractor, features);
        return record with { SelfTest = features };
    }

    /// <summary>Features must be a function of the picture: the same for the same one, another for another.</summary>
    private static void RequireFunction(string path, FeatureExtractor extractor, float[] features)
    {
        const int Runs = 3;
        for (var run = 1; run < Runs; run++)
        {
            if (!extractor.Extract(SelfTest.Draw()).AsSpan().SequenceEqual(features))
            {
                throw new ModelFileException($"{path} gives other features each time it sees the same picture: it was exported in training mode (call eval() first), or there is noise in it");
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
            throw new ModelFileException($"{path} gives the same features for every picture: check which output is taken (--output) and how its input is scaled");
        }
    }

    private static long[] FindOutputShape(ImportOptions options, byte[] model)
    {
        using var session = OnnxSession.Open(model, options.OnnxPath, options.Preprocessing.InputShape(1), new OnnxDevice(null));
        return session.OutputShape;
    }

    private static FeaturePooling DefaultPooling(ImportOptions options, long[] shape) => shape.Length switch
    {
        2 => FeaturePooling.None,
        4 => FeaturePooling.SpatialMean,
        _ => throw new ModelFileException($"the output of {options.OnnxPath} has the shape [{string.Join(", ", shape)}]: say how it becomes a vector (FirstToken, TokenMean or None)"),
    };
}
