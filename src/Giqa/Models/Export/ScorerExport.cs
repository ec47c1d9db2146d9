using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>
/// Writes a model as one ONNX file from pixels to score and quality, so that any program that runs ONNX can use it in its
/// own process: a training loop in another language, a device, a service.
/// </summary>
/// <remarks>
/// The file has one input, <c>images</c>, N x 3 x H x W float32, red, green and blue in 0..255, and two outputs,
/// <c>score</c> and <c>quality</c>, N float64 each; for a model that knows people's judgements also <c>preferred</c>, N float64; for one with maps on their own network also <c>map</c>, N x 14 x 14, and
/// <c>map_quality</c>, the qualities of places and of the worst one. The size is fixed when the file is written; resizing to the backbone's
/// input is part of the graph and matches this library weight for weight. The graph's results are compared with the model's on
/// test pictures before anything is written.
/// </remarks>
internal static class ScorerExport
{
    internal const string InputName = "images";
    internal const string ScoreName = "score";
    internal const string QualityName = "quality";
    internal const string PreferredName = "preferred";
    internal const string MapName = "map";
    internal const string WorstName = "map_quality";

    /// <summary>Writes the file: whole, or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="backbone">The backbone that it was fitted with; for a learned model its own <see cref="QualityModel.Network"/>.</param>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">The size of the images; null for the backbone's.</param>
    /// <exception cref="ModelFileException">The backbone is not the model's.</exception>
    /// <exception cref="GiqaException">The model cannot be expressed, or the file cannot be written.</exception>
    public static ScorerExportReport Write(QualityModel model, Backbone backbone, string path, ScorerExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (backbone.Fingerprint != model.BackboneFingerprint)
        {
            throw new ModelFileException($"the model was fitted with {model.BackboneName} {model.BackboneFingerprint?[..12]}, but {backbone.Name} here is {backbone.Fingerprint[..12]}: use the model's own backbone");
        }

        var (width, height) = (options?.Width ?? backbone.Preprocessing.Width, options?.Height ?? backbone.Preprocessing.Height);
        var part = ReadBackbone(backbone);
        var graph = new ScorerGraph(model, backbone, part, width, height);
        var bytes = graph.Build();
        var difference = ScorerExportCheck.Compare(bytes, model, backbone, width, height);
        AtomicFile.Write(path, stream => stream.Write(bytes));
        return new ScorerExportReport(model.Options.Method.ToString().ToLowerInvariant(), width, height, part.OperatorSet, bytes.Length, difference) { Outputs = graph.Outputs };
    }

    private static OnnxPart ReadBackbone(Backbone backbone)
    {
        OnnxPart part;
        try
        {
            part = OnnxPart.Read(backbone.LoadModel(), "backbone/");
        }
        catch (FormatException e)
        {
            throw new ModelFileException($"{backbone.Name} cannot be embedded in another graph: {e.Message}", e);
        }

        return part.OperatorSet >= OnnxExpressions.OldestOperatorSet
            ? part
            : throw new ModelFileException($"{backbone.Name} is written for operator set {part.OperatorSet}; {OnnxExpressions.OldestOperatorSet} or later is needed: export the network again");
    }
}

/// <summary>The images that an exported scorer accepts.</summary>
internal sealed record ScorerExportOptions
{
    /// <summary>Columns of the images.</summary>
    /// <value>1 to 4096; default null: those of the backbone's input, so that nothing is resized.</value>
    public int? Width { get; init => field = RequireSize(value); }

    /// <summary>Rows of the images.</summary>
    /// <value>1 to 4096; default null: those of the backbone's input, so that nothing is resized.</value>
    public int? Height { get; init => field = RequireSize(value); }

    private static int? RequireSize(int? size) => size is null or (>= 1 and <= 4096)
        ? size
        : throw new GiqaException($"an image side of {size} pixels is out of range: 1 to 4096 are allowed");
}

/// <summary>What an exported scorer is, and how closely it matches the model.</summary>
/// <param name="Kind">The model's kind, such as <c>gmm</c>.</param>
/// <param name="Width">Columns of its input images.</param>
/// <param name="Height">Rows of its input images.</param>
/// <param name="OperatorSet">The version of ONNX's operators that a runtime must support.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="LargestDifference">The largest difference from the model's own scores over the test pictures, relative to the larger of 1 and the score.</param>
internal sealed record ScorerExportReport(string Kind, int Width, int Height, long OperatorSet, long Bytes, double LargestDifference)
{
    /// <summary>The names of the graph's outputs.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }
}
