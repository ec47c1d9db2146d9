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
        if (PieceStage.IsIn(folder))
        {
            return stage == PieceStage.StageName ? PieceStage.Open(folder, session) : throw new UsageException($"there is no stage {stage} in {folder}: it is {PieceStage.StageName}");
        }

        CheckIsRun(folder);

        var own = IsOfFeatures(folder) ? ExtractStage.StageName : ScoreStage.StageName;
        return stage != own ? throw new UsageException($"there is no stage {stage} in {folder}: it is {own}")
            : own == ExtractStage.StageName ? ExtractStage.Open(folder, cache, session)
            : ScoreStage.Open(folder, cache, session);
    }

    /// <summary>What is done of a run, without opening its inputs.</summary>
    /// <exception cref="GiqaException">There is no such run.</exception>
    public static RunStatus Status(string folder)
    {
        CheckIsRun(folder);
        if (RegularFile.Exists(ScorePlan.PathIn(folder)))
        {
            return Status(folder, ScoreStage.StageName, ScorePlan.Read(folder).Chunks(), ScoreStage.Missing(folder));
        }

        if (PieceStage.IsIn(folder))
        {
            var (kind, pieces, missing) = PieceStage.Status(folder);
            return Status(folder, kind, pieces, missing);
        }

        if (SharedRun.IsIn(folder))
        {
            return SharedRun.Newest(folder) is { } newest ? Status(newest) : throw new GiqaException($"no step of {folder} is begun yet");
        }

        var plan = FeaturePlan.Read(folder);
        return Status(folder, ExtractStage.StageName, plan.Chunks, FeatureFolder.Missing(folder, plan));
    }

    private static RunStatus Status(string folder, string stage, int chunks, List<int> missing) =>
        new(folder, stage, chunks, chunks - missing.Count, missing, RunLogs.LastErrors(folder));

    private static void CheckIsRun(string folder)
    {
        if (!IsOfFeatures(folder) && !RegularFile.Exists(ScorePlan.PathIn(folder)) && !PieceStage.IsIn(folder) && !SharedRun.IsIn(folder))
        {
            throw new GiqaException($"{folder} is the folder of no run: it has neither plan.json nor score-plan.json");
        }
    }

    private static bool IsOfFeatures(string folder) => RegularFile.Exists(FeaturePlan.PathIn(folder));
}
