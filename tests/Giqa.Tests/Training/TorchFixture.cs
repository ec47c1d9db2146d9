using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

/// <summary>One training thread for all tests, with one CPU thread.</summary>
public sealed class TorchFixture : IDisposable
{
    private readonly TrainingThread _thread = new(new TorchOptions { Threads = 1 });

    public void Dispose() => _thread.Dispose();

    /// <summary>Runs a test's body on the training thread, seeded with 0 and in a scope of its own.</summary>
    internal void Run(Action body) => _thread.Run(() =>
    {
        using var scope = new TensorScope();
        RandomState.Seed(0);
        body();
    });
}
