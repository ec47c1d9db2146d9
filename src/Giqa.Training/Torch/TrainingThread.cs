using System.Collections.Concurrent;
using System.Globalization;

namespace Giqa.Training.Torch;

/// <summary>
/// The one thread on which a training's tensors live. Gradient mode, autocast, scopes and libtorch's worker threads belong to a
/// thread, so a training must neither cross an <c>await</c> nor run on the pool.
/// </summary>
/// <remarks>Members may be called from any thread; work runs in the order in which it was submitted. Work on the thread itself may make further calls.</remarks>
public sealed class TrainingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    /// <summary>Loads libtorch, starts the thread and sets it up.</summary>
    /// <exception cref="NativeLibraryException">libtorch or the shim is missing; the message names the command that fixes it.</exception>
    /// <exception cref="GiqaException">The device is not available.</exception>
    public TrainingThread(TorchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var info = TorchLibrary.Load();
        if (!IsThere(options.Device, info))
        {
            throw new GiqaException($"the device '{options.Device}' is not available: this libtorch ({info.Version}) sees {info.CudaDevices} CUDA devices; use 'cpu', or build with -p:LibtorchHome= a libtorch that has CUDA");
        }

        Options = options;
        _thread = new Thread(Loop) { IsBackground = true, Name = "Giqa training" };
        _thread.Start();
        try
        {
            Run(SetUp);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the thread was set up with.</summary>
    public TorchOptions Options { get; }

    /// <summary>Runs work on the thread and waits for it; its exceptions are thrown here.</summary>
    public void Run(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _ = Run(() =>
        {
            work();
            return true;
        });
    }

    /// <inheritdoc cref="Run(Action)"/>
    /// <returns>What the work returns; not a tensor that another thread would use.</returns>
    public T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Thread.CurrentThread == _thread ? work() : RunAsync(work).GetAwaiter().GetResult();
    }

    /// <summary>Runs work on the thread.</summary>
    /// <returns>A task that ends with the work. The work itself must handle cancellation.</returns>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread after the work that was submitted.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
            _work.Dispose();
        }
    }

    private static bool IsThere(string device, TorchInfo info) => device switch
    {
        "cpu" => true,
        "cuda" => info.CudaDevices > 0,
        _ => device.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(device.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < info.CudaDevices,
    };

    private void SetUp()
    {
        _ = GiqaTorch.Check(GiqaTorch.Threads(Options.Threads));
        _ = GiqaTorch.Check(GiqaTorch.Deterministic(Options.Deterministic ? 1 : 0));
        _ = GiqaTorch.Check(GiqaTorch.KeepMemory(Options.KeepMemory ? 1 : 0));
        RandomState.Seed(Options.Seed);
    }

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}

/// <summary>Where and how training runs.</summary>
public sealed record TorchOptions
{
    /// <summary>CPU threads for one operation. Results can differ in their last digits between numbers of threads, but not between runs.</summary>
    /// <value>Default: one for each processor; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "must be at least 1"); } = Environment.ProcessorCount;

    /// <summary>Sets libtorch's random numbers on every device.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>"cpu", or a CUDA device such as "cuda:0" where the libtorch in use has CUDA.</summary>
    /// <value>Default "cpu".</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Compute convolutions and products in bfloat16 (see <see cref="Autocast"/>): up to twice as fast on processors that have it.</summary>
    /// <value>Default true.</value>
    public bool MixedPrecision { get; init; } = true;

    /// <summary>
    /// Keep the memory of freed tensors for later ones. Saves the page faults of large tensors, up to a third of a step; the process
    /// keeps its peak size until it ends. Applies to the whole process.
    /// </summary>
    /// <value>Default true.</value>
    public bool KeepMemory { get; init; } = true;

    /// <summary>Only algorithms that give the same numbers every time; matters on CUDA, where it costs speed.</summary>
    /// <value>Default true.</value>
    public bool Deterministic { get; init; } = true;
}
