using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Storage;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models export</c>: a model as one ONNX file, from pixels to score.</summary>
internal sealed class ModelsExportCommand : Verb
{
    private readonly Argument<string> _model = new("M.giqa") { Description = "The model to export." };
    private readonly Option<string?> _out = Make.OutputFile("--out", "S.onnx", "Where to write the ONNX file.", required: true);
    private readonly Option<ImageSize?> _size = new("--size")
    {
        Description = "The size of the images that the file will receive; resizing is part of it. [default: the backbone's input]",
        HelpName = "N|WxH",
        CustomParser = ImageSize.Parse,
    };

    private readonly Option<bool> _json = Make.Json();

    public ModelsExportCommand()
        : base("export", "Write a model as one ONNX file, from pixels to score and quality, for programs in any language.") =>
        Take([_model, _out, _size, _json]);

    public override IReadOnlyList<string> Examples => ["giqa models export reals.giqa --out scorer.onnx", "giqa models export reals.giqa --out scorer.onnx --size 64"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (file, path, size) = (arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_out)!, arguments.GetValue(_size));
        if (PairModel.IsPairModel(file))
        {
            return Task.FromResult(ExportPairs(PairModel.Load(file), path, size, arguments.GetValue(_json), session));
        }

        var model = QualityModel.Load(file);
        var options = new ScorerExportOptions { Width = size?.Width, Height = size?.Height };
        ScorerExportReport? report = null;
        var backbone = BackboneOf(model, file);
        session.WriteWhole(() => report = ScorerExport.Write(model, backbone, path, options));
        if (model.Maps is not null && !report!.Outputs.Contains(ScorerExport.MapName))
        {
            session.Warn($"{path} says nothing about where an image is bad: maps look at mobilenet-low, which is no part of it; a model of fit --backbone mobilenet-low --maps exports them");
        }

        if (arguments.GetValue(_json))
        {
            session.WriteJson(report!, CliJson.Default.ScorerExportReport);
        }
        else
        {
            session.Out.WriteLine($"{path}: {report!.Kind} of {model.BackboneName}, N x 3 x {report.Height} x {report.Width} to {Listed(report.Outputs)}, {Figures.Count((int)Math.Min(report.Bytes / 1024, int.MaxValue))} KiB");
            session.Note(FormattableString.Invariant($"checked on test pictures: scores differ from the model's by {report.LargestDifference:0.#e0} at most, relative to the score"));
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static string Listed(IReadOnlyList<string> names) => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    /// <summary>A model of pairs already contains its network as ONNX, from pixels to quality.</summary>
    private static int ExportPairs(PairModel model, string path, ImageSize? size, bool json, Session session)
    {
        if (json || (size is { } asked && (asked.Width != model.Side || asked.Height != model.Side)))
        {
            throw new UsageException($"a model of pairs is exported as it is, for images of {model.Side} x {model.Side} pixels: leave --size and --json out");
        }

        session.WriteWhole(() => AtomicFile.Write(path, stream => stream.Write(model.ToOnnx())));
        session.Out.WriteLine($"{path}: risa, reference and image, N x 3 x {model.Side} x {model.Side} each, to logits and quality");
        return ExitCode.Done;
    }

    /// <summary>The model's backbone, prepared as when it was fitted.</summary>
    private static Backbone BackboneOf(QualityModel model, string file)
    {
        if (model.Network is { } network)
        {
            return network;
        }

        if (model.BackboneName is null)
        {
            throw new GiqaException($"{file} was fitted on features of an unknown backbone: it scores features, not images");
        }

        var backbone = new BackboneStore().Open(model.BackboneName, model.Preset);
        return BackboneOptions.Decode(backbone, ImageOptions.Adopt(new DecodeOptions(), model.Decoding));
    }
}
