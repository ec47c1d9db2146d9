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

    [Theory]
    [InlineData("cuda:99")]
    [InlineData("cuda:-1")]
    [InlineData("gpu")]
    public void Create_DeviceThatIsNotThere_SaysWhatToDo(string device)
    {
        var message = Assert.Throws<GiqaException>(() => new TrainingThread(new TorchOptions { Device = device })).Message;
        Assert.Contains($"'{device}' is not available", message, StringComparison.Ordinal);
        Assert.Contains("use 'cpu'", message, StringComparison.Ordinal);
    }
}
