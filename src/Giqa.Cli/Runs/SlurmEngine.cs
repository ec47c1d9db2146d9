using System.Diagnostics;
using System.Globalization;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>Tasks as an array of Slurm, by its commands.</summary>
/// <param name="tasks">Into how many tasks the work is cut.</param>
/// <param name="options">Options of sbatch, parted by blanks.</param>
/// <param name="isDetached">Whether the command returns once it has submitted.</param>
/// <param name="session">The run's surroundings.</param>
internal sealed class SlurmEngine(int tasks, string options, bool isDetached, Session session) : SchedulerEngine("slurm", tasks, isDetached, session)
{
    private const int SecondsBeforeTheEnd = 90;
    private const string Controller = "Slurm's controller";
    private const string IsForgotten = "Invalid job id";
    private static readonly string[] NoAnswer = ["Unable to contact slurm controller", "Socket timed out", "Slurm backup controller in standby mode"];

    /// <summary>Clusters are serviced for hours; the tasks that they run meanwhile go on.</summary>
    protected override TimeSpan Patience => TimeSpan.FromHours(24);

    public override string Describe(IRun run, int round, int tasks)
    {
        var log = Path.Combine(run.Folder, "logs", string.Create(CultureInfo.InvariantCulture, $"{round:D6}-%a.log"));
        return $"""
            #!/bin/bash
            #SBATCH --job-name=giqa-{run.Name} --array=0-{tasks - 1} --no-requeue --open-mode=append
            #SBATCH --output={log} --signal=B:TERM@{SecondsBeforeTheEnd}{string.Concat(Options.Select(option => $"\n#SBATCH {option}"))}
            exec {string.Join(' ', Work(run, round, WorkerProcess.Program).Select(Words.Quote))} --task "$SLURM_ARRAY_TASK_ID" --no-cache --quiet --device {Session.Device} --threads "$((SLURM_CPUS_PER_TASK + 0 > 0 ? SLURM_CPUS_PER_TASK : 1))"

            """.ReplaceLineEndings("\n");
    }

    private IEnumerable<string> Options => Words.Split(options).Select(option => option.StartsWith('-') ? option : $"--{option}");

    protected override async Task<string> SubmitAsync(IRun run, int round, int tasks, CancellationToken cancellationToken)
    {
        var script = Path.Combine(run.Folder, "rounds", string.Create(CultureInfo.InvariantCulture, $"{round:D6}.sh"));
        AtomicFile.WriteText(script, Describe(run, round, tasks));
        _ = Directory.CreateDirectory(Path.Combine(run.Folder, "logs"));

        // The options stand in the script for those who read it, and on the command line since only there variables such as SBATCH_PARTITION do not overrule them.
        string[] arguments = ["--parsable", .. Options, script];
        var (code, output, error) = Run("sbatch", arguments);
        for (; code != 0 && NoAnswer.Any(sentence => error.Contains(sentence, StringComparison.Ordinal)); (code, output, error) = Run("sbatch", arguments))
        {
            // It may have been accepted all the same: two arrays that make the same chunks make the same bytes.
            SeeSilence(Controller, error);
            await Task.Delay(Look, Session.Time, cancellationToken).ConfigureAwait(false);
        }

        SeeAnswer();
        return code == 0 ? output.Trim().Split(';')[0] : throw new GiqaException($"sbatch refused: {(error.Length > 0 ? error : output).Trim().ReplaceLineEndings(" ")}");
    }

    protected override Task<bool> IsLeftAsync(IRun run, string handle, CancellationToken cancellationToken)
    {
        var (code, output, error) = Run("squeue", "--noheader", $"--jobs={handle}", "--format=%T");
        if (code == 0 || error.Contains(IsForgotten, StringComparison.Ordinal))
        {
            SeeAnswer();
            return Task.FromResult(code == 0 && output.Trim().Length > 0);
        }

        SeeSilence(Controller, error);
        return Task.FromResult(true);
    }

    /// <summary>What a task said, else what Slurm says of how it ended: its words in a task's log are at times those of any cancelled one.</summary>
    protected override async Task<string?> ErrorAsync(IRun run, string handle, int round, int tasks, CancellationToken cancellationToken)
    {
        if (await base.ErrorAsync(run, handle, round, tasks, cancellationToken).ConfigureAwait(false) is { } error)
        {
            return error;
        }

        // A job that ended longer ago than MinJobAge is forgotten, and has no states.
        var states = Run("squeue", "--noheader", $"--jobs={handle}", "--states=TIMEOUT,OUT_OF_MEMORY", "--format=%T").Output;
        return states.Contains("TIMEOUT", StringComparison.Ordinal) ? RunLogs.TimeLimit : states.Contains("OUT_OF_MEMORY", StringComparison.Ordinal) ? RunLogs.OutOfMemory : null;
    }

    private void SeeSilence(string whose, string error) => SeeSilence($"{whose} ({error.Trim().ReplaceLineEndings(" ")})");

    protected override string Call(string handle) => $"array {handle}";

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
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
}
