using Giqa.Models;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>One style extractor for both images, and classifiers on the absolute difference of their vectors.</summary>
/// <remarks>
/// With a monotone head no classifier rises with a difference: the weights are used by absolute value, those of the output with the
/// opposite sign. No pair then scores above an image with itself, whose difference is 0, and only the biases determine how high that is.
/// </remarks>
internal sealed class RisaNetwork : Module
{
    private const int HiddenLength = 64;

    // The sigmoid of 4 is .98: the score of an image with itself before training.
    private const double PerfectLogit = 4;

    private readonly bool _isMonotone;
    private readonly Linear _hidden;
    private readonly Linear _output;

    internal RisaNetwork(int side, int width, int outputs, bool monotone = true)
    {
        Side = side;
        Outputs = outputs;
        _isMonotone = monotone;
        Extractor = AddChild("extractor", new StyleExtractor(width));
        _hidden = AddChild("hidden", new Linear(StyleExtractor.StyleLength, HiddenLength));
        _output = AddChild("output", new Linear(HiddenLength, outputs));
        if (monotone)
        {
            Initializer.FillConstant(_output.Bias!, PerfectLogit);
        }
    }

    internal int Side { get; }

    internal int Outputs { get; }

    internal StyleExtractor Extractor { get; }

    /// <summary>The classifiers' logits for style vectors, whose leading axes may be repeated.</summary>
    internal Tensor Compare(Tensor references, Tensor images)
    {
        var (hidden, output) = Weights();
        var difference = Op.Absolute.Call(references - images);
        return Op.Linear.Call(Op.Relu.Call(Op.Linear.Call(difference, hidden, _hidden.Bias!)), output, _output.Bias!);
    }

    /// <summary>The classifiers as plain numbers.</summary>
    internal PairClassifiers ToClassifiers()
    {
        var (hidden, output) = Weights();
        return new PairClassifiers(hidden.ToSingle(), _hidden.Bias!.ToSingle(), output.ToSingle(), _output.Bias!.ToSingle());
    }

    private (Tensor Hidden, Tensor Output) Weights() => _isMonotone
        ? (Op.Absolute.Call(_hidden.Weight), -Op.Absolute.Call(_output.Weight))
        : (_hidden.Weight, _output.Weight);
}
