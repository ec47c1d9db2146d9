using Giqa.Cli;
using Giqa.Images;
using Giqa.Tests.Cli;
using Giqa.Tests.Library;
using Giqa.Tests.Packages;
using Giqa.Tests.Service;
using Giqa.Tests.Support;

namespace Giqa.Tests.Clients;

/// <summary>
/// <c>clients/python</c> and <c>clients/comfyui</c> as their users have them: installed by pip without a network, and run beside the service.
/// What is tested stands in <c>clients/python/tests</c>.
/// </summary>
public sealed class PythonClientTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const int Images = 24;

    // Debian's, which has NumPy and Pillow; another may come first on a developer's path.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Client_InstalledWithoutANetwork_PassesItsTestsBesideTheService()
    {
        var model = fitted.Folder.File("model.giqa");
        WriteImages();
        using var service = await ServeProcess.StartAsync(MakeFolder("one"), "--model", model);
        using var small = await ServeProcess.StartAsync(MakeFolder("small"), "--model", model, "--max-images", "3", "--max-request-mib", "1");
        var exported = await CliRun.Of("models", "export", model, "--out", _folder.File("scorer.onnx"), "--size", "32");
        var scored = await CliRun.Of("score", _folder.File("images"), "--model", model, "--no-cache", "--json");
        Assert.Equal((ExitCode.Done, ExitCode.Skipped), (exported.Code, scored.Code));
        await File.WriteAllTextAsync(_folder.File("scores.json"), scored.Out);
        await File.WriteAllTextAsync(_folder.File("picked.json"), await PickedAsync(service.Url));
        Install();

        var output = Processes.Run(
            "env",
            [
                $"GIQA_TEST_URL={service.Url}",
                $"GIQA_TEST_SMALL_URL={small.Url}",
                $"GIQA_TEST_FOLDER={_folder.Path}",
                $"GIQA_TEST_ONNXRUNTIME={Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libonnxruntime.so")}",
                "PYTHONDONTWRITEBYTECODE=1",
                "bash", "-c", "\"$@\" 2>&1", "-",
                _folder.File("venv/bin/python"), "-m", "unittest", "discover", "-s", Repository.PathOf("clients", "python", "tests"),
            ],
            _folder.Path);

        Assert.EndsWith("OK", output.TrimEnd(), StringComparison.Ordinal);
    }

    private void Install()
    {
        _ = Processes.Run(Python, ["-m", "venv", "--system-site-packages", _folder.File("venv")], _folder.Path);
        _ = Processes.Run(
            _folder.File("venv/bin/pip"),
            ["--isolated", "install", "--no-index", "--no-cache-dir", "--disable-pip-version-check", "--quiet", Repository.PathOf("clients", "python")],
            _folder.Path);
    }

    private void WriteImages()
    {
        _ = MakeFolder("images");
        foreach (var number in Enumerable.Range(500, Images))
        {
            File.WriteAllBytes(_folder.File($"images/{number}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(number)));
        }

        File.WriteAllText(_folder.File("images/broken.png"), "no image");
        File.WriteAllBytes(_folder.File("images/truncated.png"), ImageEncoder.EncodePng(PaintedImages.Paint(1))[..500]);
    }

    private string MakeFolder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private async Task<string> PickedAsync(Uri service)
    {
        using var client = new HttpClient { BaseAddress = service };
        using var form = new MultipartFormDataContent();
        foreach (var path in Directory.EnumerateFiles(_folder.File("images")).Order(StringComparer.Ordinal))
        {
            RunningService.Add(form, await File.ReadAllBytesAsync(path), Path.GetFileName(path));
        }

        using var answer = await client.PostAsync("/v1/pick?keep=0.4", form);
        return await answer.Content.ReadAsStringAsync();
    }
}
