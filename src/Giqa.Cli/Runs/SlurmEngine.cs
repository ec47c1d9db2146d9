using System.Diagnostics;
using System.Globalization;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>
/// Tasks as an array of Slurm. Slurm queues, places and kills them; what is missing when nothing of an array is left goes into the next one. An array
/// that is still queued or running is waited for by the same command, whoever submitted it.
/// </summary>
internal sealed class SlurmEngine(int tasks, string options, Session session) : IEngine
{
    private const int MostTasks = 1000;
    private const string IsForgotten = "Invalid job id";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public int Tasks => Math.Min(tasks, MostTasks);

    public async Task<string?> RunAsync(IStage stage, int round, int tasks, Action look, CancellationToken cancellationToken)
    {
        var job = Submit(stage, round, tasks);
        session.Note($"array {job} of {tasks} tasks is submitted");
        await WaitAsync(job, look, cancellationToken).ConfigureAwait(false);
        return Enumerable.Range(0, tasks).Select(task => RunLogs.ErrorIn(RunLogs.PathOf(stage.Folder, round, task))).LastOrDefault(error => error is not null);
    }

    /// <inheritdoc/>
    public async Task AttachAsync(IStage stage, Action look, CancellationToken cancellationToken)
    {
        if (RegularFile.Exists(JobPath(stage)) && System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(JobPath(stage))).Trim() is { Length: > 0 } job && IsLeft(job))
        {
            session.Note($"array {job} of an earlier run is still there, and waited for");
            await WaitAsync(job, look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What Slurm is given.</summary>
    public string Script(IStage stage, int round, int tasks)
    {
        var log = Path.Combine(stage.Folder, "logs", string.Create(CultureInfo.InvariantCulture, $"{round:D6}-%a.log"));
        return $"""
            #!/bin/bash
            #SBATCH --job-name=giqa-{stage.Name} --array=0-{tasks - 1} --no-requeue --open-mode=append
            #SBATCH --output={log}
            exec {string.Join(' ', WorkerProcess.Program.Select(Quote))} work {Quote(stage.Folder)} {stage.Name} --round {round} --task "$SLURM_ARRAY_TASK_ID" --no-cache --quiet --device {session.Device} --threads "$((SLURM_CPUS_PER_TASK + 0 > 0 ? SLURM_CPUS_PER_TASK : 1))"

            """.ReplaceLineEndings("\n");
    }

    private string Submit(IStage stage, int round, int tasks)
    {
        _ = Directory.CreateDirectory(Path.Combine(stage.Folder, "logs"));
        var script = Path.Combine(stage.Folder, "rounds", string.Create(CultureInfo.InvariantCulture, $"{round:D6}.sh"));
        AtomicFile.WriteText(script, Script(stage, round, tasks));
        var (code, output, error) = Run("sbatch", ["--parsable", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.StartsWith('-') ? option : $"--{option}"), script]);
        if (code != 0)
        {
            throw new GiqaException($"sbatch refused: {(error.Length > 0 ? error : output).Trim().ReplaceLineEndings(" ")}");
        }

        var job = output.Trim().Split(';')[0];
        AtomicFile.WriteText(JobPath(stage), job);
        return job;
    }

    private async Task WaitAsync(string job, Action look, CancellationToken cancellationToken)
    {
        while (IsLeft(job))
        {
            await Task.Delay(Look, session.Time, cancellationToken).ConfigureAwait(false);
            look();
        }
    }

    /// <summary>Whether anything of an array is queued or running. A controller that does not answer says nothing of it.</summary>
    private static bool IsLeft(string job)
    {
        var (code, output, error) = Run("squeue", ["--noheader", $"--jobs={job}", "--format=%T"]);
        return code == 0 ? output.Trim().Length > 0 : !error.Contains(IsForgotten, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new GiqaException($"{program} cannot be run: give the command on a machine from which jobs are submitted to Slurm ({e.Message})", e);
        }
    }

    private static string JobPath(IStage stage) => Path.Combine(stage.Folder, "slurm-job");

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
