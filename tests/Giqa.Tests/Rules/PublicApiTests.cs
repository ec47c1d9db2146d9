using System.Reflection;
using System.Runtime.CompilerServices;

namespace Giqa.Tests.Rules;

/// <summary>
/// The public surface is a text file, so that every change of it shows in a review. After a change that is meant:
/// <c>GIQA_UPDATE_PUBLIC_API=1 ./giqa test</c> writes the file anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Giqa")]
    [InlineData("Giqa.Training")]
    [InlineData("Giqa.Web")]
    public void PublicSurface_IsWhatTheFileSays(string assembly)
    {
        var actual = PublicApi.Describe(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("GIQA_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(SourceFile(assembly), actual);
        }

        Assert.Equal(File.ReadAllText(SourceFile(assembly)), actual);
    }

    private static string SourceFile(string assembly, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, $"PublicApi.{assembly}.txt");
}
