using Giqa.Images;
using Giqa.Tests.Features;
using Giqa.Tests.Support;
using Giqa.Training.Checkpoints;
using Giqa.Training.Data;
using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

/// <summary>The loop of <c>docs/training.md</c>, shortened.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainingLoopTests
{
    [Fact]
    public void Autoencoder_InBFloat16_LearnsItsImages()
    {
        using var folder = new TemporaryFolder();
        using var source = new ListSource([.. Enumerable.Range(0, 16).Select(i => (Func<ImageContent>)(() => ImageContent.FromPixels(PaintedImages.Paint(i, 16).Pixels, 16, 16, 3)))]);
        var images = ImageTensors.Load(source, new ImageTensorOptions { Size = 16 });
        using var thread = new TrainingThread(new TorchOptions { Seed = 1, Threads = 1 });
        var losses = thread.Run(() =>
        {
            using var encoder = new Sequential(new Conv2d(3, 16, 4, 2, 1), Activation.Relu(), new Conv2d(16, 8, 4, 2, 1), Activation.Relu());
            using var decoder = new Sequential(new ConvTranspose2d(8, 16, 4, 2, 1), Activation.Relu(), new ConvTranspose2d(16, 3, 4, 2, 1));
            using var network = new Sequential(encoder, decoder);
            using var optimizer = new Adam(network.Parameters(), new AdamOptions { LearningRate = 1e-2 });
            var order = new ShuffledOrder(images.Count, seed: 1);
            var schedule = LearningRateSchedule.Cosine(80).WithWarmUp(5);
            var values = new List<double>();
            while (optimizer.Steps < 80)
            {
                using var scope = new TensorScope();
                optimizer.LearningRate = schedule.RateAt(1e-2, optimizer.Steps);
                var seed = order.BatchSeed;
                var batch = images.Batch(order.Next(8), new Augmentation { FlipProbability = 0.5 }, seed);
                Tensor output;
                using (new Autocast(thread.Options.MixedPrecision))
                {
                    output = network.Forward(batch);
                }

                optimizer.ZeroGrad();
                var loss = Loss.Squared(output.To(ElementType.Float32), batch);
                loss.Backward();
                optimizer.Step();
                values.Add(loss.Item());
            }

            Weights.Save(folder.File("autoencoder.safetensors"), network);
            return values;
        });
        Assert.True(losses[^1] < losses[0] / 3, $"{losses[0]} became {losses[^1]}");
        Assert.True(File.Exists(folder.File("autoencoder.safetensors")));
    }
}
