using Giqa.Images.Codecs;

namespace Giqa.Tests.Images.Codecs;

public sealed class CodecLibrariesTests
{
    public static TheoryData<string, string, string> Packages => new()
    {
        { nameof(ImageFormat.Jpeg), "libturbojpeg.so.0", "apt-get install libturbojpeg0" },
        { nameof(ImageFormat.Png), "libspng.so.0", "apt-get install libspng0" },
        { nameof(ImageFormat.Webp), "libwebp.so.7", "apt-get install libwebp7" },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void Missing_Library_NamesItAndTheCommand(string format, string library, string command)
    {
        var cause = new DllNotFoundException();
        var error = CodecLibraries.Missing(Enum.Parse<ImageFormat>(format), cause);
        Assert.Contains(library, error.Message, StringComparison.Ordinal);
        Assert.Contains(command, error.Message, StringComparison.Ordinal);
        Assert.Contains("giqa doctor", error.Message, StringComparison.Ordinal);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public void IsMissing_OnlyLoaderFaults_Count()
    {
        Assert.True(CodecLibraries.IsMissing(new DllNotFoundException()));
        Assert.True(CodecLibraries.IsMissing(new EntryPointNotFoundException()));
        Assert.True(CodecLibraries.IsMissing(new BadImageFormatException()));
        Assert.False(CodecLibraries.IsMissing(new InvalidOperationException()));
    }
}
