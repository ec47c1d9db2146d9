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
    /// <value><c>mobilenet-mid</c>.</value>
    public string DefaultName { get; } = BuiltInBackbones.DefaultName;

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
    /// <exception cref="GiqaException">There is none of that name, or its files are missing.</exception>
    public Backbone Open(string? name = null)
    {
        var wanted = name ?? DefaultName;
        var builtIn = BuiltInBackbones.All.FirstOrDefault(candidate => candidate.Description.Name == wanted);
        return builtIn?.Open(_weightsFolder)
            ?? throw new GiqaException($"there is no backbone '{wanted}'; there are {string.Join(", ", BuiltInBackbones.All.Select(candidate => candidate.Description.Name))}");
    }
}
