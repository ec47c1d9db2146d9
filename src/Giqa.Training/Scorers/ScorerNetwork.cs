using Giqa.Features;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>A VGG with batch normalisation over square images, and two fully connected layers on its last map.</summary>
/// <remarks>
/// Where the map is halved follows the authors' program, which leaves a map of 3 to 5 pixels a side: VGG-19 halves thrice at 32
/// pixels (after its last three groups), four times at 64, five times at 128, six times at 192.
/// </remarks>
internal sealed class ScorerNetwork : IDisposable
{
    private const int SmallestMap = 3;

    private static readonly long[][] SmallGroups = [[32, 32], [64, 64], [128, 128]];
    private static readonly long[][] LargeGroups = [[64, 64], [128, 128], [256, 256, 256, 256], [512, 512, 512, 512], [512, 512, 512, 512]];

    private ScorerNetwork(ScorerArchitecture architecture, int side, int outputs)
    {
        (Architecture, Side, Outputs) = (architecture, side, outputs);
        Layers = new Sequential([.. Build()]);
    }

    internal ScorerArchitecture Architecture { get; }

    /// <summary>Rows and columns of its input.</summary>
    internal int Side { get; }

    /// <summary>How many logits it gives for an image.</summary>
    internal int Outputs { get; }

    internal Sequential Layers { get; }

    /// <summary>Its name in files and reports.</summary>
    internal string Name => NameOf(Architecture);

    /// <summary>Pixels to its input: the authors' mean and deviation for every size.</summary>
    internal Preprocessing Preprocessing => PreprocessingFor(Side);

    /// <summary>Creates a network with fresh weights, drawn from libtorch's random numbers.</summary>
    /// <exception cref="GiqaException">The images are too small for the architecture.</exception>
    internal static ScorerNetwork Create(ScorerArchitecture architecture, int side, int outputs)
    {
        var network = new ScorerNetwork(architecture, side, outputs);
        network.Initialize();
        return network;
    }

    internal static string NameOf(ScorerArchitecture architecture) => architecture == ScorerArchitecture.VggSmall ? "vgg-small" : "vgg19";

    /// <summary>The smallest side that leaves a map for the connected layers.</summary>
    internal static int SmallestSide(ScorerArchitecture architecture) => SmallestMap << (architecture == ScorerArchitecture.VggSmall ? 2 : 3);

    internal static Preprocessing PreprocessingFor(int side) => new()
    {
        Width = side,
        Height = side,
        Mean = new(.4914f, .4822f, .4465f),
        Deviation = new(.2023f, .1994f, .2010f),
    };

    /// <summary>N x 3 x side x side, prepared, to N x outputs logits.</summary>
    internal Tensor Forward(Tensor images) => Layers.Forward(images);

    public void Dispose() => Layers.Dispose();

    private List<Layer> Build()
    {
        var isSmall = Architecture == ScorerArchitecture.VggSmall;
        var groups = isSmall ? SmallGroups : LargeGroups;
        var halvings = Math.Min(CountHalvings(), isSmall ? groups.Length : groups.Length + 1);
        var layers = new List<Layer>();
        var (channels, map) = (3L, Side);
        for (var group = 0; group < groups.Length; group++)
        {
            foreach (var width in groups[group])
            {
                layers.AddRange([new Conv2d(channels, width, 3, 1, 1), new BatchNorm2d(width), Activation.Relu()]);
                channels = width;
            }

            // Small images are halved only after the last groups; the largest once more at the end.
            var times = group < groups.Length - halvings ? 0 : group == groups.Length - 1 && halvings > groups.Length ? 2 : 1;
            for (; times > 0; times--)
            {
                layers.Add(new MaximumPool());
                map /= 2;
            }
        }

        var hidden = isSmall ? 256 : 1024;
        layers.AddRange([new Flatten(), new Linear(channels * map * map, hidden), Activation.Relu(), new Linear(hidden, Outputs)]);
        return layers;
    }

    private int CountHalvings()
    {
        var halvings = 0;
        while (Side >> (halvings + 1) >= SmallestMap)
        {
            halvings++;
        }

        return halvings;
    }

    /// <summary>The authors' initialisation: normal weights by the number of outputs a pixel reaches, 0.01 in the connected layers, no biases.</summary>
    private void Initialize()
    {
        foreach (var layer in Layers.Layers)
        {
            switch (layer)
            {
                case Conv2d convolution:
                    Initializer.FillNormal(convolution.Weight, Math.Sqrt(2.0 / (convolution.Weight.Size(0) * convolution.Weight.Size(2) * convolution.Weight.Size(3))));
                    Initializer.FillConstant(convolution.Bias!, 0);
                    break;
                case Linear linear:
                    Initializer.FillNormal(linear.Weight, .01);
                    Initializer.FillConstant(linear.Bias!, 0);
                    break;
            }
        }
    }
}
