using Giqa.Features.Checkpoints;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features.Checkpoints;

public sealed class TorchCheckpointTests
{
    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void Read_StateDictionary_GivesWhatPyTorchSaved(string file)
    {
        var tensors = TorchCheckpoint.Read(Fixture(file));
        Assert.Equal(10, tensors.Count);
        Assert.Equal([2, 3, 4], tensors["weight"].Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i / 8f), tensors["weight"].Values);
        Assert.Equal([4, 2, 3], tensors["transposed"].Shape);
        Assert.Equal([0f, .5f, 1f, 1.5f, 2f, 2.5f, .125f], tensors["transposed"].Values[..7]);
        Assert.Equal([.5f, .75f, 1f, 1.25f, 2f, 2.25f, 2.5f, 2.75f], tensors["slice"].Values);
        Assert.Equal([1 / 3f, -2e30f], tensors["double"].Values);
        Assert.Equal([.5f, -65504f], tensors["half"].Values);
        Assert.Equal([1.5f, -3f], tensors["bfloat"].Values);
        Assert.Equal([7f], tensors["steps"].Values);
        Assert.Empty(tensors["steps"].Shape);
        Assert.Equal([1f, 0f], tensors["mask"].Values);
        Assert.Equal([4f], tensors["parameter"].Values);
        Assert.Equal([0, 3], tensors["empty"].Shape);
    }

    [Fact]
    public void Read_WrappedStateDictionary_IsUnwrapped() => Assert.Equal(["weight"], TorchCheckpoint.Read(Fixture("wrapped.pth")).Keys);

    [Theory]
    [InlineData("hostile.pth", "posix.system")]
    [InlineData("module.pth", "torch.nn.modules.linear.Linear")]
    [InlineData("plain-pickle.pth", "first bytes")]
    [InlineData("bomb.pth", "compressed")]
    [InlineData("short.pth", "holds 8 bytes")]
    public void Read_FileThatIsNotOnlyTensors_IsRefusedInOneLine(string file, string expected)
    {
        var message = Assert.Throws<ModelFileException>(() => TorchCheckpoint.Read(Fixture(file))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.False(File.Exists("giqa-was-here"));
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void Read_CutOrAlteredFile_NeverThrowsAnythingElse(string file)
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Fixture(file));
        var random = new Random(1);
        for (var round = 0; round < 600; round++)
        {
            var bytes = round % 2 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            if (round % 2 == 1)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            var path = folder.File("altered.pth");
            File.WriteAllBytes(path, bytes);
            var thrown = Record.Exception(() => TorchCheckpoint.Read(path));
            Assert.True(thrown is null or ModelFileException, $"round {round}: {thrown}");
        }
    }

    private static string Fixture(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "checkpoints", file);
}
