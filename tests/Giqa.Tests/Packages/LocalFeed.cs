using System.Text.Json;
using Giqa.Tests.Support;

namespace Giqa.Tests.Packages;

/// <summary>Our packages, made of the build that is under test, and the packages that they need, in a folder.</summary>
public sealed class LocalFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LocalFeed()
    {
        Processes.Run(Repository.PathOf("eng", "pack.sh"), ["--built", Folder], Repository.Root);
        foreach (var package in Needed())
        {
            File.Copy(package, Path.Combine(Folder, Path.GetFileName(package)), overwrite: true);
        }
    }

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>What the lock file of the command line lists when it is for all platforms, as a package is; it needs all that the others need.</summary>
    private static IEnumerable<string> Needed()
    {
        using var work = new TemporaryFolder();
        Processes.Run("dotnet", ["restore", Repository.PathOf("src", "Giqa.Cli"), "-v", "quiet", "--disable-build-servers", "--artifacts-path", work.Path, "-p:GiqaAllPlatforms=true", "-p:EnableRuntimePackDownload=false", "-p:EnableAppHostPackDownload=false"], Repository.Root);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("artifacts", "windows", "Giqa.Cli.lock.json")));
        foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()).DistinctBy(package => package.Name))
        {
            if (package.Value.TryGetProperty("resolved", out var resolved))
            {
                var (id, version) = (package.Name.ToLowerInvariant(), resolved.GetString()!.ToLowerInvariant());
                yield return Path.Combine(cache, id, version, $"{id}.{version}.nupkg");
            }
        }
    }
}
