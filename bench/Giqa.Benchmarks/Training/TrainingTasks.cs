using System.Globalization;
using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Benchmarks.Training;

/// <summary>One training step of each workload, as <c>peers/training.py</c> makes it.</summary>
internal static class TrainingTasks
{
    /// <param name="task">A workload (dcgan, vgg, style, small) and its settings (bf16, channels-last).</param>
    /// <returns>Makes a step and returns its loss, on the training thread.</returns>
    internal static Func<double> Prepare(string task)
    {
        var words = task.Split(' ');
        var (mixed, channelsLast) = (words.Contains("bf16"), words.Contains("channels-last"));
        RandomState.Seed(0);
        return words[0] switch
        {
            "dcgan" => Gan(mixed),
            "vgg" => Supervised(TrainingNetworks.Classifier(), [128, 3, 32, 32], [128, 8], mixed, channelsLast, (output, target) => Loss.BinaryCrossEntropy(output, target)),
            "style" => Supervised(TrainingNetworks.StyleEncoder(), [32, 3, 64, 64], [32, 64], mixed, channelsLast, Loss.Absolute),
            _ => Supervised(Small(), [16, 1, 16, 16], [16, 1], mixed, channelsLast, (output, target) => Loss.BinaryCrossEntropy(output, target)),
        };
    }

    internal static string Format(double loss) => loss.ToString("F3", CultureInfo.InvariantCulture);

    private static Sequential Small() => new(
        new Conv2d(1, 16, 3, 2, 1), new BatchNorm2d(16), Activation.LeakyRelu(), new Conv2d(16, 16, 3, 2, 1), Activation.LeakyRelu(), new ConvTranspose2d(16, 8, 4, 2, 1), Activation.Relu(), new Flatten(), new Linear(512, 1));

    private static Func<double> Supervised(Sequential network, long[] input, long[] output, bool mixed, bool channelsLast, Func<Tensor, Tensor, Tensor> loss)
    {
        var images = Tensor.RandomNormal(input);
        var targets = Op.Sigmoid.Call(Tensor.RandomNormal(output));
        if (channelsLast)
        {
            network.UseChannelsLast();
            images = TensorLayout.ChannelsLast(images);
        }

        var optimizer = new Adam(network.Parameters(), new AdamOptions { LearningRate = 1e-4 });
        return () =>
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            Tensor computed;
            using (new Autocast(mixed))
            {
                computed = network.Forward(images);
            }

            var value = loss(computed.To(ElementType.Float32), targets);
            value.Backward();
            optimizer.Step();
            return value.Item();
        };
    }

    private static Func<double> Gan(bool mixed)
    {
        var (generator, discriminator) = (TrainingNetworks.Generator(), TrainingNetworks.Discriminator());
        var options = new AdamOptions { LearningRate = 2e-4, Beta1 = 0.5 };
        var (ofGenerator, ofDiscriminator) = (new Adam(generator.Parameters(), options), new Adam(discriminator.Parameters(), options));
        var images = Tensor.RandomNormal(64, 1, 32, 32);
        return () =>
        {
            using var scope = new TensorScope();
            var latents = Tensor.RandomNormal(64, TrainingNetworks.Latent, 1, 1);
            ofDiscriminator.ZeroGrad();
            Tensor fake, real, judged;
            using (new Autocast(mixed))
            {
                fake = generator.Forward(latents);
                real = discriminator.Forward(images);
                judged = discriminator.Forward(fake.Detach());
            }

            GanLoss.NonSaturatingDiscriminator(real.To(ElementType.Float32), judged.To(ElementType.Float32)).Backward();
            ofDiscriminator.Step();
            ofGenerator.ZeroGrad();
            using (new Autocast(mixed))
            {
                judged = discriminator.Forward(fake);
            }

            var loss = GanLoss.NonSaturatingGenerator(judged.To(ElementType.Float32));
            loss.Backward();
            ofGenerator.Step();
            return loss.Item();
        };
    }
}
