using Giqa.Features.Inception;
using Giqa.Features.Weights;

namespace Giqa.Features;

/// <summary>The backbones that can be opened by name: those that come with the build, and those that a user imported.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class BackboneStore
{
    private readonly string _weightsFolder;

    /// <summary>Uses the weights that lie beside the program.</summary>
    /// <param name="folder">Where imported backbones are kept; null for the user's data folder.</param>
    public BackboneStore(string? folder = null)
        : this(folder, BuiltInBackbone.DefaultWeightsFolder)
    {
    }

    internal BackboneStore(string? folder, string weightsFolder)
    {
        Folder = folder ?? DefaultFolder;
        _weightsFolder = weightsFolder;
    }

    /// <summary>Where imported backbones are kept.</summary>
    public string Folder { get; }

    /// <summary>The backbone that is taken when none is named.</summary>
    /// <value><c>inception-fid</c>, on which published figures rest, once its weights are installed; else <c>mobilenet-mid</c>.</value>
    public string DefaultName => FidBackbone.IsInstalled(Folder) ? FidBackbone.Name : BuiltInBackbones.DefaultName;

    private static string DefaultFolder
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
            return Path.Combine(string.IsNullOrEmpty(data) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share") : data, "giqa", "backbones");
        }
    }

    /// <summary>Opens a backbone.</summary>
    /// <param name="name">Its name; null for <see cref="DefaultName"/>.</param>
    /// <param name="preset">A tool's way of preparing images for <c>inception-fid</c>, one of <see cref="FidPreset.All"/>; null for the backbone's own way.</param>
    /// <exception cref="GiqaException">There is none of that name, its files are missing, or it knows no such preset.</exception>
    public Backbone Open(string? name = null, string? preset = null)
    {
        var wanted = name ?? DefaultName;
        if (wanted == FidBackbone.Name)
        {
            return FidBackbone.Open(Folder, preset);
        }

        if (preset is not (null or Preprocessing.DefaultPreset))
        {
            throw new GiqaException($"presets belong to {FidBackbone.Name}; {wanted} has one way of preparing images, so leave --preset out");
        }

        var builtIn = BuiltInBackbones.All.FirstOrDefault(candidate => candidate.Description.Name == wanted);
        return builtIn?.Open(_weightsFolder)
            ?? throw new GiqaException($"there is no backbone '{wanted}'; there are {string.Join(", ", BuiltInBackbones.All.Select(candidate => candidate.Description.Name).Append(FidBackbone.Name))}");
    }

    /// <summary>Downloads and installs the weights of <c>inception-fid</c>.</summary>
    /// <param name="downloader">Fetches them; an earlier attempt is resumed.</param>
    /// <param name="progress">Told how many bytes have come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what has come is kept for the next attempt.</param>
    /// <exception cref="GiqaException">They cannot be fetched, or are not the published ones.</exception>
    public async Task PullAsync(WeightDownloader downloader, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(downloader);
        _ = await downloader.DownloadAsync(FidBackbone.Weights, Path.GetDirectoryName(FidBackbone.PathIn(Folder))!, progress, cancellationToken).ConfigureAwait(false);
        _ = FidBackbone.Open(Folder, null).LoadModel();
    }

    /// <summary>Installs the weights of <c>inception-fid</c> from a file that was fetched elsewhere.</summary>
    /// <param name="file">The published checkpoint, under any name.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <exception cref="GiqaException">The file is not the published one.</exception>
    public Task InstallAsync(string file, CancellationToken cancellationToken) => FidBackbone.InstallAsync(Folder, file, cancellationToken);
}
