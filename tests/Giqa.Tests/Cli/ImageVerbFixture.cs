using Giqa.Cli;
using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>A model of 60 photographs, made once for the tests that run a network.</summary>
public sealed class ImageVerbFixture : IAsyncLifetime, IDisposable
{
    private const string Photographs = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";
    private readonly TemporaryFolder _folder = new();

    /// <summary>The input that the model is fitted to.</summary>
    internal static string Reals => $"{Photographs}:0..60";

    internal string Model => _folder.File("m.giqa");

    internal string Folder => _folder.Path;

    public async Task InitializeAsync()
    {
        var run = await GiqaProcess.RunAsync(_folder.Path, "fit", Reals, "--method", "knn", "--out", Model);
        Assert.True(run.Code == ExitCode.Done, run.Error);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes photographs as PNG files named by their number.</summary>
    internal static void WriteImages(string folder, int count, int from = 0)
    {
        _ = Directory.CreateDirectory(folder);
        using var source = ImageInput.Open($"{Photographs}:{100 + from}..{100 + from + count}", new DecodeOptions());
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:D4}.png"), ImageEncoder.EncodePng(source.Read(i).Decode(new DecodeOptions())));
        }
    }

    /// <summary>Writes features of no known backbone, in three groups and a drift over the columns.</summary>
    internal static void WriteFeatures(string path, int rows, int columns, float shift = 0)
    {
        var random = new SeededRandom((ulong)rows);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = shift + (float)(random.NextDouble() + random.NextDouble() + (.3 * (i % columns)) + (i / columns % 3));
        }

        new FeatureSet(new FeatureMatrix(rows, columns, values), [.. Enumerable.Range(0, rows).Select(row => new FeatureItem($"{row:D5}"))], null, null).Save(path);
    }
}
