using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>A cluster that <c>--on NAME</c> names, as it stands in <c>clusters.json</c>.</summary>
/// <param name="Engine">Its scheduler: <c>slurm</c> or <c>kubernetes</c>.</param>
/// <param name="Options">What the scheduler is given, as after <c>--slurm</c> or <c>--kubernetes</c>.</param>
/// <param name="Tasks">Into how many tasks the work is cut.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Cluster(string Engine, string? Options = null, int? Tasks = null);

/// <summary>The clusters that a user has given names.</summary>
internal static class Clusters
{
    public const string Slurm = "slurm";
    public const string Kubernetes = "kubernetes";
    private const int MostTasks = 1000;
    private const string Example = """{ "NAME": { "engine": "slurm", "options": "partition=cpu", "tasks": 16 } }""";

    /// <summary>The schedulers that there are.</summary>
    public static IReadOnlyList<string> Engines { get; } = [Slurm, Kubernetes];

    /// <summary>Finds a cluster: a scheduler by its own name, or one of the user's.</summary>
    /// <exception cref="GiqaException">The file cannot be read.</exception>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static Cluster Find(string name)
    {
        if (Engines.Contains(name))
        {
            return new Cluster(name);
        }

        var path = UserFolders.Clusters;
        var named = Read(path);
        return named.GetValueOrDefault(name) is { } cluster ? Checked(cluster, name, path)
            : throw new UsageException($"--on {name}: must be {string.Join(" or ", Engines)}, or a name in {path}, {(named.Count == 0 ? "which has none" : $"which has {string.Join(", ", named.Keys.Order(StringComparer.Ordinal))}")}");
    }

    private static Dictionary<string, Cluster> Read(string path)
    {
        try
        {
            return RegularFile.Exists(path) ? JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), RunsJson.Default.DictionaryStringCluster) ?? [] : [];
        }
        catch (JsonException e)
        {
            throw new GiqaException($"{path}, line {e.LineNumber + 1}, at {e.Path ?? "$"}: expected are clusters as {Example}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static Cluster Checked(Cluster cluster, string name, string path) =>
        !Engines.Contains(cluster.Engine) ? throw new GiqaException($"{path}: engine of {name} must be {string.Join(" or ", Engines)}, not {(cluster.Engine is { } engine ? $"'{engine}'" : "missing")}")
        : cluster.Tasks is < 1 or > MostTasks ? throw new GiqaException($"{path}: tasks of {name} must be a whole number from 1 to {MostTasks}, not {cluster.Tasks}")
        : cluster;
}
