using Giqa.Models;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>One style extractor for both images, and classifiers on the absolute difference of their vectors.</summary>
internal sealed class RisaNetwork : Module
{
    private const int HiddenLength = 64;

    internal RisaNetwork(int side, int width, int outputs)
    {
        Side = side;
        Outputs = outputs;
        Extractor = AddChild("extractor", new StyleExtractor(width));
        Hidden = AddChild("hidden", new Linear(StyleExtractor.StyleLength, HiddenLength));
        Output = AddChild("output", new Linear(HiddenLength, outputs));
    }

    internal int Side { get; }

    internal int Outputs { get; }

    internal StyleExtractor Extractor { get; }

    internal Linear Hidden { get; }

    internal Linear Output { get; }

    /// <summary>The classifiers' logits for style vectors, whose leading axes may be repeated.</summary>
    internal Tensor Compare(Tensor references, Tensor images) =>
        Output.Forward(Op.Relu.Call(Hidden.Forward(Op.Absolute.Call(references - images))));

    /// <summary>The classifiers as plain numbers.</summary>
    internal PairClassifiers ToClassifiers() => new(Hidden.Weight.ToSingle(), Hidden.Bias!.ToSingle(), Output.Weight.ToSingle(), Output.Bias!.ToSingle());
}
