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
    private const int SecondsBeforeTheEnd = 90;
    private const string IsForgotten = "Invalid job id";
    private static readonly string[] NoAnswer = ["Unable to contact slurm controller", "Socket timed out", "Slurm backup controller in standby mode"];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private bool _toldOfSilence;

    public int Tasks => Math.Min(tasks, MostTasks);

    public async Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken)
    {
        var job = await SubmitAsync(run, round, tasks, cancellationToken).ConfigureAwait(false);
        session.Note($"array {job} of {tasks} tasks is submitted");
        await WaitAsync(job, look, cancellationToken).ConfigureAwait(false);
        return Enumerable.Range(0, tasks).Select(task => RunLogs.ErrorIn(RunLogs.PathOf(run.Folder, round, task))).LastOrDefault(error => error is not null);
    }

    /// <inheritdoc/>
    public async Task AttachAsync(IRun run, Action look, CancellationToken cancellationToken)
    {
        if (RegularFile.Exists(JobPath(run)) && System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(JobPath(run))).Trim() is { Length: > 0 } job && IsLeft(job))
        {
            session.Note($"array {job} of an earlier run is still there, and waited for");
            await WaitAsync(job, look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What Slurm is given.</summary>
    public string Script(IRun run, int round, int tasks)
    {
        var log = Path.Combine(run.Folder, "logs", string.Create(CultureInfo.InvariantCulture, $"{round:D6}-%a.log"));
        return $"""
            #!/bin/bash
            #SBATCH --job-name=giqa-{run.Name} --array=0-{tasks - 1} --no-requeue --open-mode=append
            #SBATCH --output={log} --signal=B:TERM@{SecondsBeforeTheEnd}
            exec {string.Join(' ', WorkerProcess.Program.Select(Quote))} work {Quote(run.Folder)} {run.Name} --round {round} --task "$SLURM_ARRAY_TASK_ID" --no-cache --quiet --device {session.Device} --threads "$((SLURM_CPUS_PER_TASK + 0 > 0 ? SLURM_CPUS_PER_TASK : 1))"

            """.ReplaceLineEndings("\n");
    }

    private async Task<string> SubmitAsync(IRun run, int round, int tasks, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.Combine(run.Folder, "logs"));
        var script = Path.Combine(run.Folder, "rounds", string.Create(CultureInfo.InvariantCulture, $"{round:D6}.sh"));
        AtomicFile.WriteText(script, Script(run, round, tasks));
        string[] arguments = ["--parsable", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.StartsWith('-') ? option : $"--{option}"), script];
        var (code, output, error) = Run("sbatch", arguments);
        for (; code != 0 && NoAnswer.Any(sentence => error.Contains(sentence, StringComparison.Ordinal)); (code, output, error) = Run("sbatch", arguments))
        {
            // It may have been accepted all the same: two arrays that make the same chunks make the same bytes.
            TellOfSilence();
            await Task.Delay(Look, session.Time, cancellationToken).ConfigureAwait(false);
        }

        if (code != 0)
        {
            throw new GiqaException($"sbatch refused: {(error.Length > 0 ? error : output).Trim().ReplaceLineEndings(" ")}");
        }

        var job = output.Trim().Split(';')[0];
        AtomicFile.WriteText(JobPath(run), job);
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
    private bool IsLeft(string job)
    {
        var (code, output, error) = Run("squeue", ["--noheader", $"--jobs={job}", "--format=%T"]);
        if (code == 0 || error.Contains(IsForgotten, StringComparison.Ordinal))
        {
            return code == 0 && output.Trim().Length > 0;
        }

        TellOfSilence();
        return true;
    }

    private void TellOfSilence()
    {
        if (!_toldOfSilence)
        {
            _toldOfSilence = true;
            session.Note("Slurm's controller does not answer, and is waited for");
        }
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

    private static string JobPath(IRun run) => Path.Combine(run.Folder, "slurm-job");

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
