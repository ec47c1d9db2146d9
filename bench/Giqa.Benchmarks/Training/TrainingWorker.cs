using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Training.Torch;

namespace Giqa.Benchmarks.Training;

/// <summary>Our side of the training benchmark.</summary>
internal static class TrainingWorker
{
    /// <param name="args">The number of threads, and whether to keep memory ("keep").</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new TorchOptions { Threads = int.Parse(args[0], CultureInfo.InvariantCulture), KeepMemory = args.Contains("keep") };
        using var thread = new TrainingThread(options);
        await WorkerLoop.RunAsync(task =>
        {
            var step = thread.Run(() => TrainingTasks.Prepare(task));
            return task.StartsWith("small", StringComparison.Ordinal)
                ? steps => thread.Run(() => Memory(step, steps))
                : steps => thread.Run(() => Repeat(step, steps));
        });
        return 0;
    }

    private static string Repeat(Func<double> step, int steps)
    {
        var loss = 0.0;
        for (var i = 0; i < steps; i++)
        {
            loss = step();
        }

        return TrainingTasks.Format(loss);
    }

    /// <summary>The resident memory in MiB after a fifth of the steps and after all, and how many more tensors live at the end.</summary>
    private static string Memory(Func<double> step, int steps)
    {
        var first = 0.0;
        var live = 0L;
        for (var i = 1; i <= steps; i++)
        {
            _ = step();
            if (i == steps / 5)
            {
                (first, live) = (Resident(), TorchLibrary.LiveTensors);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{first:F0} {Resident():F0} {TorchLibrary.LiveTensors - live}");
    }

    /// <summary>What stays after a collection: between two of them a step leaves 3 KiB of small objects.</summary>
    private static double Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}
