using System.Diagnostics;
using System.Text.Json;
using Giqa.Images;
using Giqa.Tests.Library;
using Giqa.Tests.Support;

namespace Giqa.Tests.Packages;

/// <summary>The sample application: built as it stands, and run.</summary>
[Collection(PackagesTests.Builds)]
public sealed class SampleTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    private static readonly string Project = Repository.PathOf("samples", "web-app");

    [Fact]
    public async Task WebApp_AsItStands_TakesInWhatIsGood()
    {
        using var root = new TemporaryFolder();
        _ = Processes.Run("dotnet", ["build", Project, "-c", "Release", "-v", "quiet", "--nologo", "--disable-build-servers", "-p:BuildProjectReferences=false"], Repository.Root);
        File.Copy(Path.Combine(Project, "appsettings.json"), root.File("appsettings.json"));
        File.Copy(fitted.Folder.File("model.giqa"), root.File("real.giqa"));
        var start = new ProcessStartInfo("dotnet", [Repository.PathOf("artifacts", "bin", "web-app", "release", "web-app.dll"), "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = root.Path, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process.StandardOutput) };

            Assert.Equal("Healthy", await client.GetStringAsync("/healthz"));
            using var good = await client.PostAsync(new Uri("/avatars", UriKind.Relative), new ByteArrayContent(ImageEncoder.EncodePng(PaintedImages.Paint(7))));
            using var poor = await client.PostAsync(new Uri("/avatars", UriKind.Relative), new ByteArrayContent(ImageEncoder.EncodePng(Degradation.Apply(PaintedImages.Paint(7), DegradationKind.Noise, 5, seed: 1))));
            using var broken = await client.PostAsync(new Uri("/avatars", UriKind.Relative), new ByteArrayContent("no image"u8.ToArray()));
            Assert.Equal((200, 422, 422), ((int)good.StatusCode, (int)poor.StatusCode, (int)broken.StatusCode));
            Assert.Equal("poor", Status(await poor.Content.ReadAsStringAsync()));
            Assert.Equal("not-an-image", Status(await broken.Content.ReadAsStringAsync()));
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<Uri> AddressAsync(StreamReader output)
    {
        const string words = "Now listening on: ";
        using var limit = Eventually.Patience();
        while (await output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf(words, StringComparison.Ordinal) is var at and >= 0)
            {
                return new Uri(line[(at + words.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("the application ended before it listened");
    }

    private static string? Status(string document) => JsonDocument.Parse(document).RootElement.GetProperty("status").GetString();
}
