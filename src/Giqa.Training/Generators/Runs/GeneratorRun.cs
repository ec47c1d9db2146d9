using System.Globalization;
using System.Text.Json;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Storage;

namespace Giqa.Training.Generators;

/// <summary>The folder of one generator's training. Reading it needs no libtorch.</summary>
/// <remarks>
/// <c>config.json</c>, <c>log.csv</c>, <c>checkpoint.safetensors</c>, <c>manifest.csv</c> with <c>snapshots/ITERATION/SEED.png</c>,
/// <c>weights/ITERATION.safetensors</c> and <c>grids/ITERATION.png</c>.
/// </remarks>
internal sealed class GeneratorRun
{
    private const string ConfigurationFile = "config.json";
    private const string WeightsFolder = "weights";
    private const string WeightsExtension = ".safetensors";

    private GeneratorRun(string folder, RunConfiguration configuration) => (Folder, Configuration) = (folder, configuration);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What the run was started with.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>The iterations whose weights were kept, rising.</summary>
    public IReadOnlyList<long> Iterations => Directory.Exists(PathOf(WeightsFolder))
        ? [.. Directory.EnumerateFiles(PathOf(WeightsFolder), $"*{WeightsExtension}").Select(IterationOf).Where(iteration => iteration >= 0).Order()]
        : [];

    internal string Checkpoint => PathOf("checkpoint.safetensors");

    internal string Log => PathOf("log.csv");

    /// <summary>Starts a run in a folder that has none.</summary>
    /// <exception cref="GiqaException">There is a run already, or the folder cannot be written to.</exception>
    public static GeneratorRun Create(string folder, RunConfiguration configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RequireNone(folder);
        AtomicFile.WriteText(Path.Combine(folder, ConfigurationFile), JsonSerializer.Serialize(configuration, RunJson.Default.RunConfiguration) + "\n");
        return new GeneratorRun(folder, configuration);
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="GiqaException">There is no run, or its configuration is damaged.</exception>
    public static GeneratorRun Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, ConfigurationFile);
        try
        {
            var configuration = JsonSerializer.Deserialize(File.ReadAllText(path), RunJson.Default.RunConfiguration);
            return new GeneratorRun(folder, configuration ?? throw new JsonException("it is empty"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GiqaException($"{folder} holds no generator's run: {ConfigurationFile} is missing; 'giqa gan train INPUT --out {folder}' starts one", e);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Refuses a folder that holds a run.</summary>
    /// <exception cref="GiqaException">It does.</exception>
    public static void RequireNone(string folder)
    {
        if (File.Exists(Path.Combine(folder, ConfigurationFile)))
        {
            throw new GiqaException($"{folder} holds a run already: go on with it by --resume, or give another folder");
        }
    }

    /// <summary>The weights after an iteration.</summary>
    /// <param name="iteration">One of <see cref="Iterations"/>; null for the last.</param>
    /// <exception cref="GiqaException">There are none of it.</exception>
    public GeneratorWeights Weights(long? iteration = null)
    {
        var kept = Iterations;
        if (kept.Count == 0)
        {
            throw new GiqaException($"{Folder} has no weights yet: the training was stopped before its first snapshot");
        }

        return iteration is { } wanted && !kept.Contains(wanted)
            ? throw new GiqaException($"{Folder} has no weights of iteration {wanted}; there are {string.Join(", ", kept)}")
            : GeneratorWeights.Load(WeightsPath(iteration ?? kept[^1]));
    }

    /// <summary>The lines of the log: losses and quality over the iterations.</summary>
    /// <exception cref="GiqaException">The log is damaged.</exception>
    public IReadOnlyList<GeneratorProgress> ReadLog() => File.Exists(Log) ? RunLog.Read(Log) : [];

    /// <summary>Where the weights after an iteration are, or would be.</summary>
    public string WeightsPath(long iteration) => Path.Combine(PathOf(WeightsFolder), $"{iteration.ToString("D6", CultureInfo.InvariantCulture)}{WeightsExtension}");

    /// <summary>Writes what is kept of an iteration: the weights first, so that a snapshot without them does not exist.</summary>
    internal void Keep(GeneratorWeights weights, IReadOnlyList<SnapshotPicture> pictures)
    {
        weights.Save(WeightsPath(weights.Iteration));
        new SnapshotWriter(Folder).Write(weights.Iteration, pictures);
        var grid = SampleGrid.Compose(pictures.Take(SampleGrid.MostImages).Select(picture => picture.Image));
        AtomicFile.Write(Path.Combine(PathOf("grids"), $"{weights.Iteration.ToString("D6", CultureInfo.InvariantCulture)}.png"), stream => stream.Write(ImageEncoder.EncodePng(grid)));
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    private static long IterationOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var iteration) ? iteration : -1;
}
