using Giqa.Tests.Features;
using Giqa.Tests.Support;
using Giqa.Training.Checkpoints;
using Giqa.Training.Data;
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
        new TrainingState().Add("network", narrow).Add("data", new ShuffledOrder(10, 1)).Save(path);
        var shape = Assert.Throws<ModelFileException>(() => new TrainingState().Add("network", wide).Restore(path)).Message;
        Assert.Contains("'network.weight' is 2 x 3 in the file and 2 x 4", shape, StringComparison.Ordinal);
        var count = Assert.Throws<ModelFileException>(() => new TrainingState().Add("data", new ShuffledOrder(11, 1)).Restore(path)).Message;
        Assert.Contains("on 10 images, and 11 were given", count, StringComparison.Ordinal);
        Weights.Save(path, narrow);
        Assert.Contains("is not a training state", Assert.Throws<ModelFileException>(() => new TrainingState().Restore(path)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Weights_SavedAndLoaded_GiveTheSameOutput() => torch.Run(() =>
    {
        using var first = new Sequential(new Conv2d(3, 4, 3), new BatchNorm2d(4));
        using var second = new Sequential(new Conv2d(3, 4, 3), new BatchNorm2d(4));
        var input = Tensor.RandomNormal(2, 3, 8, 8);
        _ = first.Forward(input);
        Weights.Save(_folder.File("weights.safetensors"), first, new Dictionary<string, string> { ["architecture"] = "small" });
        Assert.Equal("small", Weights.Load(_folder.File("weights.safetensors"), second)["architecture"]);
        first.Train(false);
        second.Train(false);
        Assert.Equal(first.Forward(input).ToSingle(), second.Forward(input).ToSingle());
    });

    [Fact]
    public void Weights_OfALargerNetwork_AreRefused() => torch.Run(() =>
    {
        using var larger = new Sequential(new Linear(3, 3), new Linear(3, 3));
        using var smaller = new Sequential(new Linear(3, 3));
        Weights.Save(_folder.File("weights.safetensors"), larger);
        Assert.Contains("'1.weight', which the network does not have", Assert.Throws<ModelFileException>(() => Weights.Load(_folder.File("weights.safetensors"), smaller)).Message, StringComparison.Ordinal);
        Weights.Save(_folder.File("weights.safetensors"), smaller);
        Assert.Contains("lacks the tensor '1.weight'", Assert.Throws<ModelFileException>(() => Weights.Load(_folder.File("weights.safetensors"), larger)).Message, StringComparison.Ordinal);
    });

    /// <summary>A small training with all that a state holds: batch norm, dropout, Adam, an average, shuffled and augmented images.</summary>
    private sealed class Training : IDisposable
    {
        private readonly ImageTensors _images = ImageTensors.Load(ListSource.Noise(20), new ImageTensorOptions { Size = 8 });
        private readonly ShuffledOrder _order;
        private readonly Sequential _network = Network();
        private readonly Sequential _average = Network();
        private readonly Adam _optimizer;
        private readonly ExponentialMovingAverage _following;

        internal Training(ulong seed)
        {
            RandomState.Seed(seed);
            _order = new ShuffledOrder(_images.Count, 5);
            _optimizer = new Adam(_network.Parameters(), new AdamOptions { LearningRate = 0.01 });
            _following = new ExponentialMovingAverage(_average, _network, 0.9);
            State = new TrainingState().Add("network", _network).Add("average", _average).Add("adam", _optimizer).Add("data", _order);
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
                var seed = _order.BatchSeed;
                var batch = _images.Batch(_order.Next(6), new Augmentation { CropPadding = 1, FlipProbability = 0.5 }, seed);
                _optimizer.ZeroGrad();
                Loss.BinaryCrossEntropy(_network.Forward(batch + (Tensor.RandomNormal(6, 3, 8, 8) * 0.1)), Tensor.RandomUniform(6, 1)).Backward();
                _optimizer.Step();
                _following.Update();
            }
        }

        internal float[] Numbers() => [.. _network.Parameters().Concat(_average.Parameters()).Concat(_network.NamedBuffers().Select(buffer => buffer.Value)).SelectMany(tensor => tensor.ToSingle())];

        private static Sequential Network() => new(new Conv2d(3, 4, 3, 1, 1), new BatchNorm2d(4), Activation.LeakyRelu(), new Flatten(), new Linear(256, 1));
    }
}
