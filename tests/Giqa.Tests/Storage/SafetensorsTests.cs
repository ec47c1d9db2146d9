using System.Text;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenOpen_GivesTheSameTensorsAndMetadata()
    {
        var path = Save(Sample());
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("gmm", file.Metadata["kind"]);
        Assert.Equal([1.5f, -2f], file.ReadSingle("weights"));
        Assert.Equal([1d, 2d, 3d, 4d], file.ReadDouble("means"));
        Assert.Equal([2L, 2L], file.Entries["means"].Shape);
        Assert.Equal("é"u8.ToArray(), file.ReadBytes("names"));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Assert.Equal(File.ReadAllBytes(Save(Sample())), File.ReadAllBytes(Save(Sample())));

    [Fact]
    public void Open_EveryPrefix_IsRefusedInOneLineThatNamesTheFile()
    {
        var whole = File.ReadAllBytes(Save(Sample()));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.File("cut.safetensors");
            File.WriteAllBytes(path, whole[..length]);
            var message = Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(path)).Message;
            Assert.Contains("cut.safetensors", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""")]
    [InlineData("""{"a":7}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"a" """)]
    public void Open_LyingHeader_IsRefused(string json)
    {
        var path = _folder.File("lie.safetensors");
        var header = Encoding.UTF8.GetBytes(json);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[8]]);
        Assert.Contains("lie.safetensors", Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingOrForeignTensor_NamesIt()
    {
        using var file = SafetensorsFile.Open(Save(Sample()));
        Assert.Contains("'nothing'", Assert.Throws<ModelFileException>(() => file.ReadSingle("nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("F64", Assert.Throws<ModelFileException>(() => file.ReadSingle("means")).Message, StringComparison.Ordinal);
    }

    private static SafetensorsWriter Sample()
    {
        var writer = new SafetensorsWriter { Metadata = { ["kind"] = "gmm", ["backbone"] = "test" } };
        writer.Add("weights", [2], new[] { 1.5f, -2f });
        writer.Add("means", [2, 2], new[] { 1d, 2d, 3d, 4d });
        writer.Add("count", [1], new[] { -7 });
        writer.Add("names", [2], "é"u8.ToArray());
        return writer;
    }

    private string Save(SafetensorsWriter writer)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.safetensors");
        AtomicFile.Write(path, writer.Write);
        return path;
    }
}
