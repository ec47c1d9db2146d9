using System.Runtime.InteropServices;

namespace Giqa.Cli;

/// <summary>
/// Ctrl+C and SIGTERM: the first asks the run to stop, and ends the process when it has not within
/// <see cref="Patience"/>; the second ends it at once. A file that is being put in its place is finished first.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _writing = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Timer? _deadline;

    /// <summary>How long a run that was asked to stop may take to do so.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>What the run leaves behind when it is stopped; asked for then.</summary>
    public Func<string?>? Kept { get; set; }

    /// <summary>What SIGTERM asks for first, of a verb that can end sooner than it would and still do something whole; false lets it stop the run, as without one.</summary>
    public Func<bool>? Hurry { get; set; }

    /// <summary>Says that the run was stopped; called also where the process ends at once.</summary>
    public Action? Farewell { get; set; }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins to listen to the process's signals.</summary>
    public void Listen()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
    }

    /// <summary>Runs an action that the end of the process waits for: it writes a file that must be whole or absent.</summary>
    public void Unbroken(Action write)
    {
        lock (_writing)
        {
            Token.ThrowIfCancellationRequested();
            write();
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _deadline?.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGTERM && Hurry?.Invoke() == true)
        {
            return;
        }

        if (_source.IsCancellationRequested)
        {
            End();
        }

        _deadline = new Timer(
            _ =>
            {
                lock (_writing)
                {
                    End();
                }
            },
            null,
            Patience,
            Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    // Without exit handlers: native threads may be in the middle of a computation, which those would pull the ground from.
    private void End()
    {
        Farewell?.Invoke();
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(ExitCode.Cancelled);
        }

        EndProcess(ExitCode.Cancelled);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EndProcess(int status);
}
