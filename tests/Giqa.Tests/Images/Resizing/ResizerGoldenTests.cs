using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Tests.Images.Resizing;

/// <summary>Results of Pillow 9.4 and PyTorch 1.13, made by Fixtures/resize/make.py.</summary>
public sealed class ResizerGoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "resize");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly IReadOnlyDictionary<string, NpyArray> _expected = Npz.Read(Path.Combine(Folder, "expected.npz"));

    public sealed record GoldenCase(string Key, int[] Source, int[] Target, ResizeMode Mode, bool Full, string Sha256, string SourceSha256);

    public static TheoryData<ResizeMode> Modes => new(Enum.GetValues<ResizeMode>());

    [Theory]
    [MemberData(nameof(Modes))]
    public void Resize_EveryShape_EqualsTheReference(ResizeMode mode)
    {
        var cases = Read().Where(item => item.Mode == mode).ToList();
        Assert.True(cases.Count >= 15);
        foreach (var item in cases)
        {
            var image = TestPicture.Create(item.Source[0], item.Source[1]);
            Assert.Equal(item.SourceSha256, Hash(image.Pixels));
            var result = new float[item.Target[0] * item.Target[1] * 3];
            Resizer.Resize(image, item.Target[0], item.Target[1], mode, result);
            Check(item, result);
        }
    }

    [Fact]
    public void Best_UnderTheRuntimesSwitches_IsWhatTheParentExpects()
    {
        var expected = Environment.GetEnvironmentVariable(ResizerSwitchTests.ExpectedPath);
        Assert.Equal(expected ?? VectorPaths.Best.ToString(), VectorPaths.Best.ToString());
    }

    private static List<GoldenCase> Read()
    {
        using var stream = File.OpenRead(Path.Combine(Folder, "cases.json"));
        return JsonSerializer.Deserialize<List<GoldenCase>>(stream, Json)!;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Check(GoldenCase item, float[] result)
    {
        if (item.Mode is ResizeMode.TorchBilinear or ResizeMode.TorchBilinearAntialias)
        {
            var expected = _expected[item.Key].ToSingle();
            var step = item.Full ? 1 : 97;
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - result[i * step]) <= 1e-4f, $"{item.Key}[{i * step}]: {result[i * step]}, expected {expected[i]}");
            }

            return;
        }

        if (item.Full)
        {
            Assert.Equal(_expected[item.Key].ToSingle(), result);
        }

        if (item.Mode is ResizeMode.PilBilinear or ResizeMode.PilBicubic or ResizeMode.PilLanczos)
        {
            Assert.Equal(item.Sha256, Hash(Array.ConvertAll(result, value => checked((byte)value))));
            var bytes = Resizer.ResizeToBytes(TestPicture.Create(item.Source[0], item.Source[1]), item.Target[0], item.Target[1], item.Mode);
            Assert.Equal(item.Sha256, Hash(bytes.Pixels));
        }
        else
        {
            // -0 and 0 are the same brightness; the fixtures know only 0.
            Assert.Equal(item.Sha256, Hash(MemoryMarshal.AsBytes(Array.ConvertAll(result, value => value + 0f).AsSpan())));
        }
    }
}
