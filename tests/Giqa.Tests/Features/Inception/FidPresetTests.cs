using Giqa.Features;
using Giqa.Features.Inception;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features.Inception;

public sealed class FidPresetTests
{
    private static readonly RgbImage White = new(2, 2, [.. Enumerable.Repeat(byte.MaxValue, 12)]);

    [Theory]
    [InlineData("pytorch-fid", 1f)]
    [InlineData("giqa-official", 1f)]
    [InlineData("clean-fid", 127f / 128)]
    [InlineData("tf", 127f / 128)]
    [InlineData("torchmetrics", 127f / 128)]
    public void Fill_White_IsScaledAsTheToolScales(string preset, float expected)
    {
        var input = new float[3 * 299 * 299];
        FidPreset.Find(preset).Preprocessing.Fill(White, input);
        Assert.All(input, value => Assert.Equal(expected, value, 6));
    }

    [Fact]
    public void Find_UnknownName_ListsThoseThereAre() =>
        Assert.Contains("clean-fid", Assert.Throws<GiqaException>(() => FidPreset.Find("fid")).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_WeightsNotInstalled_NamesTheCommand()
    {
        using var folder = new TemporaryFolder();
        var store = new BackboneStore(folder.Path);
        Assert.Equal("mobilenet-low", store.DefaultName);
        Assert.Contains("giqa models pull inception-fid", Assert.Throws<GiqaException>(() => store.Open("inception-fid")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PresetForAnotherBackbone_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("scaled-jpeg", Assert.Throws<GiqaException>(() => new BackboneStore(folder.Path).Open("mobilenet-mid", "tf")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_AnotherFile_IsRefusedByItsHash()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("weights.pth");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        var thrown = await Assert.ThrowsAsync<GiqaException>(() => new BackboneStore(folder.Path).InstallAsync("inception-fid", file, CancellationToken.None));
        Assert.Contains("6726825d", thrown.Message, StringComparison.Ordinal);
    }
}
