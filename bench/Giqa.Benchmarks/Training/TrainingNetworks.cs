using Giqa.Training.Modules;

namespace Giqa.Benchmarks.Training;

/// <summary>The networks of <c>peers/training.py</c>, layer for layer, so that equal seeds give equal weights.</summary>
internal static class TrainingNetworks
{
    internal const int Latent = 100;

    internal static Sequential Generator(long width = 64) => new(
        new ConvTranspose2d(Latent, 4 * width, 4, 1, 0, bias: false),
        new BatchNorm2d(4 * width),
        Activation.Relu(),
        new ConvTranspose2d(4 * width, 2 * width, 4, 2, 1, bias: false),
        new BatchNorm2d(2 * width),
        Activation.Relu(),
        new ConvTranspose2d(2 * width, width, 4, 2, 1, bias: false),
        new BatchNorm2d(width),
        Activation.Relu(),
        new ConvTranspose2d(width, 1, 4, 2, 1, bias: false),
        Activation.Tanh());

    internal static Sequential Discriminator(long width = 64) => new(
        new Conv2d(1, width, 4, 2, 1, bias: false),
        Activation.LeakyRelu(),
        new Conv2d(width, 2 * width, 4, 2, 1, bias: false),
        new BatchNorm2d(2 * width),
        Activation.LeakyRelu(),
        new Conv2d(2 * width, 4 * width, 4, 2, 1, bias: false),
        new BatchNorm2d(4 * width),
        Activation.LeakyRelu(),
        new Conv2d(4 * width, 1, 4, 1, 0, bias: false),
        new Reshape(-1));

    internal static Sequential Classifier()
    {
        var layers = new List<Layer>();
        var inputs = 3L;
        foreach (var outputs in (long[])[64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0])
        {
            if (outputs == 0)
            {
                layers.Add(new MaximumPool());
                continue;
            }

            layers.AddRange([new Conv2d(inputs, outputs, 3, 1, 1), new BatchNorm2d(outputs), Activation.Relu()]);
            inputs = outputs;
        }

        layers.AddRange([new Flatten(), new Linear(512, 512), Activation.Relu(), new Linear(512, 8)]);
        return new Sequential([.. layers]);
    }

    internal static Sequential StyleEncoder()
    {
        var layers = new List<Layer> { new Conv2d(3, 64, 3, 1, 1) };
        var inputs = 64L;
        for (var i = 0; i < 4; i++)
        {
            var outputs = Math.Min(2 * inputs, 256);
            layers.Add(new StyleBlock(inputs, outputs));
            inputs = outputs;
        }

        layers.AddRange([Activation.LeakyRelu(), new Conv2d(inputs, inputs, 4, 1, 0), Activation.LeakyRelu(), new Flatten(), new Linear(inputs, 64)]);
        return new Sequential([.. layers]);
    }
}
