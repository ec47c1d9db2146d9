using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>Finds the stage that a folder is the run of.</summary>
internal static class Stages
{
    /// <summary>Opens the stage of a run as a task does: with all that its work needs.</summary>
    /// <exception cref="GiqaException">There is no such run, or its inputs have changed.</exception>
    public static IStage Open(string folder, string stage, CacheChoice cache, Session session)
    {
        if (!RegularFile.Exists(FeaturePlan.PathIn(folder)))
        {
            throw new GiqaException($"{folder} is the folder of no run: it has no plan.json");
        }

        return stage == ExtractStage.StageName
            ? ExtractStage.Open(folder, cache, session)
            : throw new UsageException($"there is no stage {stage}: it is {ExtractStage.StageName}");
    }

    /// <summary>What is done of a run, without opening its inputs.</summary>
    public static RunStatus Status(string folder)
    {
        var plan = FeaturePlan.Read(folder);
        var missing = FeatureFolder.Missing(folder, plan);
        return new RunStatus(folder, ExtractStage.StageName, plan.Chunks, plan.Chunks - missing.Count, missing, RunLogs.LastErrors(folder));
    }
}
