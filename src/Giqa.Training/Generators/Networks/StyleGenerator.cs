using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// A small StyleGAN2 (Karras et al., 2020) that grows as PGGAN does: a mapping network from the latent vector to a style, and two modulated convolutions a
/// level, one at the lowest, with noise; the image is the sum of what each level paints. What it starts from is made of the style, as before
/// Karras et al. replaced that by a constant (2019, table 1, C): small and shortly trained, a constant that is only scaled gives hardly more than one shape.
/// </summary>
internal sealed class StyleGenerator : GeneratorNetwork
{
    private const int MappingLayers = 2;
    internal const float Slope = 0.2f;
    internal const float Epsilon = 1e-8f;

    /// <summary>Keeps the size of values behind a leaky ReLU.</summary>
    internal const float Gain = 1.4142135f;

    // Karras et al. scale the mapping network's weights to a hundredth when they are used, so that it follows the layers behind it slowly: at
    // their rate it runs away, and all latent vectors soon give one of a few images.
    private const double MappingShare = 0.01;

    // The strength of the noise is one number a layer, which at the full rate soon drowns the image in grain.
    private const double StrengthShare = 0.1;

    private const int LatentsForTheMean = 4096;
    private const ulong SeedOfTheMean = 0x6D65616E;

    private readonly GeneratorShape _shape;
    private readonly Linear[] _mapping;
    private readonly StyleLayer[] _layers;
    private readonly StyleLayer[] _seconds;
    private readonly StyleColours[] _colours;
    private readonly EqualizedLinear _start;
    private readonly Tensor _meanStyle;
    private readonly Tensor _growth;
    private SeededRandom? _noise;

    internal StyleGenerator(GeneratorShape shape)
    {
        _shape = shape;
        _start = AddChild("start", new EqualizedLinear(shape.Latent, (long)shape.StyleChannelsAt(0) * shape.Base * shape.Base, ProgressiveGenerator.FirstGain));
        _growth = AddBuffer("growth", Initializer.Constant(Growth.First, 1));
        _meanStyle = AddBuffer("mean_style", Tensor.Zeros(1, shape.Latent));
        _mapping = [.. Enumerable.Range(0, MappingLayers).Select(i => AddChild($"mapping{i}", new Linear(shape.Latent, shape.Latent)))];
        _layers = [.. Enumerable.Range(0, shape.Levels + 1).Select(level => AddChild($"layer{level}", new StyleLayer(shape, level, doubles: level > 0)))];
        _seconds = [.. Enumerable.Range(1, shape.Levels).Select(level => AddChild(SecondOf(level), new StyleLayer(shape, level, doubles: false)))];
        _colours = [.. Enumerable.Range(0, shape.Levels + 1).Select(level => AddChild($"colours{level}", new StyleColours(shape, level)))];
    }

    /// <summary>The name of a level's second layer.</summary>
    internal static string SecondOf(int level) => $"layer{level}b";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var style = Map(input);
        var x = PixelNorm.Of(_start.Forward(style).Reshape(-1, _shape.StyleChannelsAt(0), _shape.Base, _shape.Base));
        var growth = Growth.From(_growth.ToSingle()[0]);
        Tensor? image = null;
        for (var level = 0; level <= growth.Level; level++)
        {
            x = _layers[level].Forward(x, style, _noise);
            x = level == 0 ? x : _seconds[level - 1].Forward(x, style, _noise);
            var colours = _colours[level].Forward(x, style);
            image = image is null ? colours : Upsample.Double(image) + (level == growth.Level && growth.IsFading ? colours * growth.Share : colours);
        }

        return growth.Level == _shape.Levels ? image! : Upsample.Nearest(image!, 1 << (_shape.Levels - growth.Level));
    }

    internal override void Grow(Growth growth) => WeightDraw.Fill(_growth, new SeededRandom(0), 0, growth.Position);

    internal override void InitializeWeights(SeededRandom random)
    {
        WeightDraw.Equal(_start, random);
        foreach (var layer in _mapping)
        {
            WeightDraw.Fill(layer.Weight, random, Math.Sqrt(2.0 / _shape.Latent));
            WeightDraw.Fill(layer.Bias!, random, 0);
        }

        Array.ForEach(_layers, layer => layer.InitializeWeights(random));
        Array.ForEach(_seconds, layer => layer.InitializeWeights(random));
        Array.ForEach(_colours, colours => colours.InitializeWeights(random));
    }

    /// <summary>
    /// Steps as at an equalised learning rate (Karras et al., 2018): what multiplies a weight drawn from N(0, 1) there shortens the step of a weight
    /// that is drawn smaller here.
    /// </summary>
    internal override IReadOnlyList<ParameterGroup> Groups()
    {
        var root = Math.Sqrt(_shape.Latent);
        (string Name, double Share) GroupOf(string parameter) => parameter switch
        {
            _ when parameter.StartsWith("mapping", StringComparison.Ordinal) => parameter.EndsWith("weight", StringComparison.Ordinal) ? ("mapping", MappingShare * Equalized.Gain / root) : ("mapping-bias", MappingShare),
            _ when parameter.EndsWith(".style.weight", StringComparison.Ordinal) => ("style", 1 / root),
            _ when parameter.EndsWith(".strength", StringComparison.Ordinal) => ("strength", StrengthShare),
            _ => (ParameterGroup.Main, 1),
        };
        return [.. NamedParameters()
            .GroupBy(parameter => GroupOf(parameter.Key), parameter => parameter.Value)
            .Select(group => new ParameterGroup(group.Key.Name, [.. group], group.Key.Share))];
    }

    internal override void UseNoise(SeededRandom? random) => _noise = random;

    /// <summary>The mean style, towards which truncation goes.</summary>
    internal override void ComputeMeanStyle()
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var latents = WeightDraw.Normal(new SeededRandom(SeedOfTheMean), 1, 0, LatentsForTheMean, _shape.Latent);
        _meanStyle.CopyFrom(Map(latents.To(_meanStyle.Device)).Mean([0], keepAxes: true));
    }

    private Tensor Map(Tensor latent)
    {
        var x = latent / (latent.Square().Mean([1], keepAxes: true) + Epsilon).SquareRoot();
        foreach (var layer in _mapping)
        {
            x = Op.LeakyRelu.Call(layer.Forward(x), (double)Slope);
        }

        return x;
    }
}
