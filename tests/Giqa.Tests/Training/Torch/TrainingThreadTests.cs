using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public sealed class TrainingThreadTests
{
    [Fact]
    public async Task Run_FromSeveralThreads_UsesOneThreadInOrder()
    {
        using var thread = new TrainingThread(new TorchOptions { Threads = 1 });
        var names = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => thread.RunAsync(() => Thread.CurrentThread.Name)));
        Assert.All(names, name => Assert.Equal("Giqa training", name));
        Assert.Equal(3, thread.Run(() => thread.Run(() => 3)));
    }

    [Fact]
    public void Run_Throws_TheExceptionArrivesAndTheThreadGoesOn()
    {
        using var thread = new TrainingThread(new TorchOptions { Threads = 1 });
        _ = Assert.Throws<TorchException>(() => thread.Run(() => Tensor.Zeros(2).Item()));
        Assert.Equal(5, thread.Run(() => 5));
    }

    [Fact]
    public void Create_SameSeed_GivesTheSameNumbers()
    {
        static float[] Draw(ulong seed)
        {
            using var thread = new TrainingThread(new TorchOptions { Threads = 1, Seed = seed });
            return thread.Run(() => Tensor.RandomNormal(10).ToSingle());
        }

        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));
    }

    [Fact]
    public void Create_DeviceThatIsNotThere_SaysWhatToDo()
    {
        if (TorchLibrary.Load().CudaDevices > 0)
        {
            return;
        }

        var message = Assert.Throws<GiqaException>(() => new TrainingThread(new TorchOptions { Device = "cuda:0" })).Message;
        Assert.Contains("'cuda:0' is not there", message, StringComparison.Ordinal);
    }
}
