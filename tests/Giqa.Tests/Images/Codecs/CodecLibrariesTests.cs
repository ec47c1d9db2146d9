using Giqa.Images.Codecs;

namespace Giqa.Tests.Images.Codecs;

public sealed class CodecLibrariesTests
{
    [Fact]
    public void Missing_Library_NamesItAndWhereItComesFrom()
    {
        var cause = new DllNotFoundException();
        var error = CodecLibraries.Missing(cause);
        Assert.Contains("libSkiaSharp", error.Message, StringComparison.Ordinal);
        Assert.Contains("giqa doctor", error.Message, StringComparison.Ordinal);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public void IsMissing_OnlyLoaderFaults_Count()
    {
        Assert.True(CodecLibraries.IsMissing(new DllNotFoundException()));
        Assert.True(CodecLibraries.IsMissing(new EntryPointNotFoundException()));
        Assert.True(CodecLibraries.IsMissing(new BadImageFormatException()));
        Assert.True(CodecLibraries.IsMissing(new TypeInitializationException("Skia", new DllNotFoundException())));
        Assert.False(CodecLibraries.IsMissing(new TypeInitializationException("Skia", new InvalidOperationException())));
        Assert.False(CodecLibraries.IsMissing(new InvalidOperationException()));
    }
}
