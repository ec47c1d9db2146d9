using System.Globalization;
using System.Text.Json;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Storage;

namespace Giqa.Training.Styles;

/// <summary>The folder of one reference-guided generator's training. Reading it needs no libtorch.</summary>
/// <remarks>
/// <c>style.json</c>, <c>losses.csv</c>, <c>checkpoint.safetensors</c>, <c>manifest.csv</c> with <c>snapshots/ITERATION/PAIR.png</c>,
/// <c>sources/</c>, <c>references/</c>, <c>real/</c> (images of all domains, for FID) and <c>grids/ITERATION.png</c>.
/// </remarks>
internal sealed class StyleRunFolder
{
    private const string ConfigurationFile = "style.json";
    private const int MostReals = 512;

    private StyleRunFolder(string folder, StyleConfiguration configuration) => (Folder, Configuration) = (folder, configuration);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What the run was started with.</summary>
    public StyleConfiguration Configuration { get; }

    internal string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

    internal string Log => Path.Combine(Folder, "losses.csv");

    /// <summary>Whether a folder holds such a run.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ConfigurationFile));

    /// <summary>Starts a run in a folder that has none, and writes real images into it.</summary>
    /// <exception cref="GiqaException">There is a run already, or the folder cannot be written to.</exception>
    public static StyleRunFolder Create(string folder, StyleOptions options, StyleDomains domains)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Exists(folder) || File.Exists(Path.Combine(folder, "config.json")))
        {
            throw new GiqaException($"{folder} holds a run already: continue it with --resume, or give another folder");
        }

        var run = new StyleRunFolder(folder, new StyleConfiguration(options, domains.Names, domains.Counts, domains.Checksum));
        run.WriteReals(domains);
        AtomicFile.WriteText(Path.Combine(folder, ConfigurationFile), JsonSerializer.Serialize(run.Configuration, StyleJson.Default.StyleConfiguration) + "\n");
        return run;
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="GiqaException">There is no run, or its configuration is damaged.</exception>
    public static StyleRunFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, ConfigurationFile);
        try
        {
            var configuration = JsonSerializer.Deserialize(File.ReadAllText(path), StyleJson.Default.StyleConfiguration);
            return new StyleRunFolder(folder, configuration ?? throw new JsonException("it is empty"));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal void WriteInputs(IReadOnlyList<RgbImage> sources, IReadOnlyList<RgbImage> references)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            Write(SourceName(i), sources[i]);
        }

        for (var i = 0; i < references.Count; i++)
        {
            Write(ReferenceName(i), references[i]);
        }
    }

    internal void WriteSnapshot(long iteration, IReadOnlyList<SnapshotPicture> pictures) => new SnapshotWriter(Folder).Write(iteration, pictures);

    /// <summary>A picture of an iteration: each row begins with a reference, each column with a source.</summary>
    internal string WriteGrid(long iteration, RgbImage grid)
    {
        var name = Path.Combine(Folder, "grids", $"{iteration.ToString("D6", CultureInfo.InvariantCulture)}.png");
        AtomicFile.Write(name, stream => stream.Write(ImageEncoder.EncodePng(grid)));
        return name;
    }

    internal static string SourceName(int number) => $"sources/{number.ToString("D5", CultureInfo.InvariantCulture)}.png";

    internal static string ReferenceName(int number) => $"references/{number.ToString("D5", CultureInfo.InvariantCulture)}.png";

    private void WriteReals(StyleDomains domains)
    {
        for (var domain = 0; domain < domains.Domains.Length; domain++)
        {
            var count = Math.Min(domains.Domains[domain].Count, MostReals / domains.Domains.Length);
            for (var i = 0; i < count; i++)
            {
                Write($"real/{domain}-{i.ToString("D5", CultureInfo.InvariantCulture)}.png", domains.Picture(new StyleImage(domain, i)));
            }
        }
    }

    private void Write(string name, RgbImage image) =>
        AtomicFile.Write(Path.Combine(Folder, name), stream => stream.Write(ImageEncoder.EncodePng(image)));
}

/// <summary>What a run was started with; <c>style.json</c> in its folder. It does not change when the run is resumed.</summary>
/// <param name="Options">How it is trained.</param>
/// <param name="Domains">The inputs, one for each domain.</param>
/// <param name="Images">How many images each domain has.</param>
/// <param name="Checksum">A checksum of all images as they are trained on.</param>
internal sealed record StyleConfiguration(StyleOptions Options, IReadOnlyList<string> Domains, IReadOnlyList<int> Images, string Checksum);
