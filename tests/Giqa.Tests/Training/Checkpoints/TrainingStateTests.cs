using Giqa.Storage;
using Giqa.Tests.Support;
using Giqa.Training.Checkpoints;
using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Checkpoints;

[Collection(TorchTests.Name)]
public sealed class TrainingStateTests(TorchFixture torch) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Restore_InTheMiddle_GoesOnBitForBit() => torch.Run(() =>
    {
        using var unbroken = new Training(seed: 1);
        unbroken.Run(7);
        unbroken.State.Save(_folder.File("state.safetensors"), new Dictionary<string, string> { ["iteration"] = "7" });
        unbroken.Run(6);

        RandomState.Seed(99);
        using var resumed = new Training(seed: 2);
        Assert.Equal("7", resumed.State.Restore(_folder.File("state.safetensors"))["iteration"]);
        resumed.Run(6);
        Assert.NotEmpty(unbroken.Numbers());
        Assert.Equal(unbroken.Numbers(), resumed.Numbers());
    });

    [Fact]
    public void Restore_OtherParts_IsRefusedInOneLine() => torch.Run(() =>
    {
        var path = _folder.File("state.safetensors");
        using var narrow = new Linear(3, 2);
        using var wide = new Linear(4, 2);
        new TrainingState().Add("network", narrow).Save(path);
        var shape = Assert.Throws<ModelFileException>(() => new TrainingState().Add("network", wide).Restore(path)).Message;
        Assert.Contains("'network.weight' is 2 x 3 in the file and 2 x 4", shape, StringComparison.Ordinal);
        AtomicFile.Write(path, new SafetensorsWriter().Write);
        Assert.Contains("is not a training state", Assert.Throws<ModelFileException>(() => new TrainingState().Restore(path)).Message, StringComparison.Ordinal);
    });

    /// <summary>A small training with all that a state holds: batch norm, Adam, an average, random numbers.</summary>
    private sealed class Training : IDisposable
    {
        private readonly Sequential _network = Network();
        private readonly Sequential _average = Network();
        private readonly Adam _optimizer;
        private readonly ExponentialMovingAverage _following;

        internal Training(ulong seed)
        {
            RandomState.Seed(seed);
            _optimizer = new Adam(_network.Parameters(), new AdamOptions { LearningRate = 0.01 });
            _following = new ExponentialMovingAverage(_average, _network, 0.9);
            State = new TrainingState().Add("network", _network).Add("average", _average).Add("adam", _optimizer);
        }

        internal TrainingState State { get; }

        public void Dispose()
        {
            _optimizer.Dispose();
            _network.Dispose();
            _average.Dispose();
        }

        internal void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = new TensorScope();
                _optimizer.ZeroGrad();
                Loss.BinaryCrossEntropy(_network.Forward(Tensor.RandomNormal(6, 3, 8, 8)), Op.Sigmoid.Call(Tensor.RandomNormal(6, 1))).Backward();
                _optimizer.Step();
                _following.Update(_following.Decay);
            }
        }

        internal float[] Numbers() => [.. _network.Parameters().Concat(_average.Parameters()).Concat(_network.NamedBuffers().Select(buffer => buffer.Value)).SelectMany(tensor => tensor.ToSingle())];

        private static Sequential Network() => new(new Conv2d(3, 4, 3, 1, 1), new BatchNorm2d(4), Activation.LeakyRelu(), new Flatten(), new Linear(256, 1));
    }
}
