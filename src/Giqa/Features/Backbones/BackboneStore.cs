using Giqa.Features.Inception;
using Giqa.Features.Weights;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>The backbones that can be opened by name: built-in ones, and those that a user imported.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class BackboneStore
{
    /// <summary>Opens the store.</summary>
    /// <param name="folder">Where imported backbones are kept; null for <c>backbones</c> in <see cref="UserFolders.Data"/>.</param>
    public BackboneStore(string? folder = null) => Folder = folder ?? Path.Combine(UserFolders.Data, "backbones");

    /// <summary>Where imported backbones are kept.</summary>
    public string Folder { get; }

    /// <summary>The default backbone.</summary>
    /// <value><c>inception-fid</c>, which published figures use, once its weights are installed; else <c>mobilenet-low</c>.</value>
    public string DefaultName => FidBackbone.Pulled.IsInstalled(Folder) ? FidBackbone.Name : BuiltInBackbones.DefaultName;

    /// <summary>All backbones, the built-in ones first.</summary>
    /// <exception cref="ModelFileException">The record of an imported one is damaged.</exception>
    internal IReadOnlyList<BackboneEntry> List() =>
    [
        .. BuiltInBackbones.All.Select(backbone => Describe(backbone.Description, true, true)),
        .. PulledBackbone.All.Select(backbone => Describe(backbone.Description, false, backbone.IsInstalled(Folder))),
        .. ImportedNames().Select(name => Describe(OpenImported(name).Description, false, File.Exists(ModelPath(name)))),
    ];

    /// <summary>Opens a backbone.</summary>
    /// <param name="name">Its name; null for <see cref="DefaultName"/>.</param>
    /// <param name="preset">A tool's way of preparing images for <c>inception-fid</c>, one of <see cref="FidPreset.All"/>; <see cref="Preprocessing.ScaledJpegPreset"/> for a built-in one; null for the backbone's own way.</param>
    /// <exception cref="GiqaException">There is none of that name, its files are missing, or it does not have that preset.</exception>
    /// <exception cref="ModelFileException">The record of an imported one is damaged.</exception>
    public Backbone Open(string? name = null, string? preset = null)
    {
        var wanted = name ?? DefaultName;
        if (BuiltInBackbones.Find(wanted) is { } builtIn)
        {
            return builtIn.Open(preset);
        }

        if (wanted != FidBackbone.Name && preset is not (null or Preprocessing.DefaultPreset))
        {
            throw new GiqaException($"presets are for {FidBackbone.Name} and the built-in backbones; {wanted} has only one way of preparing images, so omit --preset");
        }

        if (PulledBackbone.Find(wanted) is { } pulled)
        {
            return pulled.Open(Folder, preset);
        }

        return ImportedNames().Contains(wanted)
            ? OpenImported(wanted)
            : throw new GiqaException($"there is no backbone '{wanted}'; there are {string.Join(", ", AllNames())}");
    }

    /// <summary>Opens the backbone that a model or a feature file was made with.</summary>
    /// <param name="owner">That file's name in errors.</param>
    /// <param name="name">The backbone's name according to the file.</param>
    /// <param name="preset">The preset according to the file.</param>
    /// <exception cref="GiqaException">It is not installed; the message names the file and the backbone.</exception>
    public Backbone OpenFor(string owner, string name, string? preset)
    {
        try
        {
            return Open(name, preset);
        }
        catch (ModelFileException e)
        {
            throw new ModelFileException($"{owner} needs the backbone '{name}': {e.Message}", e);
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            throw new GiqaException($"{owner} needs the backbone '{name}': {e.Message}", e);
        }
    }

    /// <summary>Installs the weights of <c>inception-fid</c> or <c>resnet18</c> from a file that was fetched elsewhere.</summary>
    /// <param name="name">The backbone.</param>
    /// <param name="file">The published file: the checkpoint, or the NuGet package (<c>.nupkg</c>) or the network from it.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <exception cref="GiqaException">The file is not the published one, or there is no such backbone.</exception>
    public Task InstallAsync(string name, string file, CancellationToken cancellationToken) => Pulled(name).InstallAsync(Folder, file, cancellationToken);

    /// <summary>Downloads and installs the weights of such a backbone.</summary>
    /// <param name="name">The backbone.</param>
    /// <param name="downloader">Fetches them; an earlier attempt is resumed.</param>
    /// <param name="progress">Reported as bytes arrive; may be null.</param>
    /// <param name="cancellationToken">Stops it; what has arrived is kept for the next attempt.</param>
    /// <exception cref="GiqaException">They cannot be fetched, or are not the published ones.</exception>
    internal Task PullAsync(string name, WeightDownloader downloader, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken) =>
        Pulled(name).PullAsync(Folder, downloader, progress, cancellationToken);

    /// <summary>
    /// Copies an ONNX file into the store, after a run on a test picture. The file's SHA-256 and the picture's features
    /// are recorded, for <see cref="Verify"/> to compare with.
    /// </summary>
    /// <exception cref="GiqaException">The name is taken, or a file cannot be read or written.</exception>
    /// <exception cref="ModelFileException">The file is no network that takes such images, or has no such output.</exception>
    public Backbone Import(ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AllNames().Contains(options.Name) || Directory.Exists(Path.Combine(Folder, options.Name))
            ? throw new GiqaException($"there is already a backbone '{options.Name}'; remove it first ('giqa models remove {options.Name}'), or choose another name")
            : BackboneImporter.Import(options, Folder);
    }

    /// <summary>Removes an imported backbone: its copy of the network and its record. Other files in its folder are kept.</summary>
    /// <exception cref="GiqaException">There is no imported backbone of that name, or it cannot be removed.</exception>
    public void Remove(string name)
    {
        if (!ImportedNames().Contains(name))
        {
            throw new GiqaException($"there is no imported backbone '{name}'; {(ImportedNames() is { Count: > 0 } names ? $"there are {string.Join(", ", names)}" : "none has been imported")}");
        }

        var folder = Path.Combine(Folder, name);
        try
        {
            // The record is removed last: until then removal can be repeated.
            File.Delete(Path.Combine(folder, ImportedBackbone.ModelName));
            File.Delete(Path.Combine(folder, ImportedBackbone.RecordName));
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot remove the backbone '{name}': {e.Message}", e);
        }
    }

    /// <summary>Recomputes a backbone's hash and its features for the test picture, and compares both with the record.</summary>
    /// <remarks>For <c>inception-fid</c> and <c>resnet18</c> there are no recorded features: the published hashes of their files are compared instead.</remarks>
    /// <exception cref="GiqaException">There is no backbone of that name.</exception>
    internal VerifyResult Verify(string name) => AllNames().Contains(name)
        ? new BackboneVerifier(this).Verify(name)
        : throw new GiqaException($"there is no backbone '{name}'; there are {string.Join(", ", AllNames())}");

    private static BackboneEntry Describe(BackboneDescription description, bool isBuiltIn, bool isInstalled) => new(
        description.Name,
        description.Summary,
        description.FeatureCount,
        description.Preprocessing.Width,
        description.Preprocessing.Height,
        description.Licence,
        description.Source,
        isBuiltIn,
        isInstalled);

    private IEnumerable<string> AllNames() =>
        [.. BuiltInBackbones.All.Select(backbone => backbone.Description.Name), .. PulledBackbone.All.Select(backbone => backbone.Name), .. ImportedNames()];

    private static PulledBackbone Pulled(string name) => PulledBackbone.Find(name)
        ?? throw new GiqaException($"'{name}' cannot be fetched, only {string.Join(" and ", PulledBackbone.All.Select(backbone => backbone.Name))}");

    private string ModelPath(string name) => Path.Combine(Folder, name, ImportedBackbone.ModelName);

    private Backbone OpenImported(string name) => ImportedBackbone.Load(Path.Combine(Folder, name)).Open(ModelPath(name));

    private List<string> ImportedNames() => Directory.Exists(Folder)
        ? [.. Directory.GetDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, ImportedBackbone.RecordName))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
        : [];
}

/// <summary>A backbone as shown in a list.</summary>
/// <param name="Name">The name by which it is opened.</param>
/// <param name="Summary">What it is, in a few words.</param>
/// <param name="FeatureCount">D, the length of a feature vector.</param>
/// <param name="Width">Columns of its input.</param>
/// <param name="Height">Rows of its input.</param>
/// <param name="Licence">The licence of the weights.</param>
/// <param name="Source">Where the weights come from.</param>
/// <param name="IsBuiltIn">True if it is built in, false if it was imported.</param>
/// <param name="IsInstalled">True if its weights are installed.</param>
internal sealed record BackboneEntry(
    string Name,
    string Summary,
    int FeatureCount,
    int Width,
    int Height,
    string Licence,
    string Source,
    bool IsBuiltIn,
    bool IsInstalled);
