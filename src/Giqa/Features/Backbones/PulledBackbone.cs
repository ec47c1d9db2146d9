using Giqa.Features.Inception;
using Giqa.Features.ResNet;
using Giqa.Features.Weights;

namespace Giqa.Features;

/// <summary>A backbone whose weights are fetched on request. A new one is a member of <see cref="All"/>.</summary>
internal sealed record PulledBackbone
{
    /// <summary>All of them, in the order of lists.</summary>
    internal static IReadOnlyList<PulledBackbone> All { get; } = [FidBackbone.Pulled, ResNetBackbone.Pulled];

    /// <summary>What is known of it without its weights.</summary>
    internal required BackboneDescription Description { get; init; }

    /// <summary>What is downloaded: its weights, or a package that contains them.</summary>
    internal required WeightFile Download { get; init; }

    /// <summary>Its weights, as they are installed.</summary>
    internal required WeightFile Weights { get; init; }

    /// <summary>Opens the installed weights, with a preset or null.</summary>
    internal required Func<string, string?, Backbone> Load { get; init; }

    /// <summary>Installs the weights of a file at a path, after a check of its hash.</summary>
    internal required Func<string, string, CancellationToken, Task> Install { get; init; }

    internal string Name => Description.Name;

    internal static PulledBackbone? Find(string name) => All.FirstOrDefault(backbone => backbone.Name == name);

    internal string PathIn(string storeFolder) => Path.Combine(storeFolder, Name, Weights.Name);

    internal bool IsInstalled(string storeFolder) => File.Exists(PathIn(storeFolder));

    /// <summary>Opens the installed backbone.</summary>
    /// <exception cref="GiqaException">Its weights are not installed, or there is no such preset.</exception>
    internal Backbone Open(string storeFolder, string? preset)
    {
        var path = PathIn(storeFolder);
        var files = string.Join(" or ", new[] { Download.Name, Weights.Name }.Distinct());
        return File.Exists(path)
            ? Load(path, preset)
            : throw new GiqaException($"the weights of {Name} are not installed at {path}: run 'giqa models pull {Name}', or 'giqa models pull {Name} --from FILE' with the file {files}");
    }

    /// <summary>Takes a file that was fetched elsewhere into the store, after a check of its hash.</summary>
    /// <exception cref="GiqaException">The file is not the published one.</exception>
    internal Task InstallAsync(string storeFolder, string file, CancellationToken cancellationToken) => Install(PathIn(storeFolder), file, cancellationToken);

    /// <summary>Downloads and installs the weights; an earlier attempt is resumed.</summary>
    /// <exception cref="GiqaException">They cannot be fetched, or are not the published ones.</exception>
    internal async Task PullAsync(string storeFolder, WeightDownloader downloader, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var path = PathIn(storeFolder);
        var fetched = await downloader.DownloadAsync(Download, Path.GetDirectoryName(path)!, progress, cancellationToken).ConfigureAwait(false);
        if (fetched != path)
        {
            await InstallAsync(storeFolder, fetched, cancellationToken).ConfigureAwait(false);

            // The package contains nothing else of use.
            File.Delete(fetched);
        }

        _ = Load(path, null).LoadModel();
    }
}
