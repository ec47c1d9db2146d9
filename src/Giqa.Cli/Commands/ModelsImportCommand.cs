using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models import</c>: makes a backbone of an ONNX file.</summary>
internal sealed class ModelsImportCommand : Verb
{
    private readonly Argument<string> _file = new("NET.onnx") { Description = "The network, with one image input; weights in files beside it are taken along." };
    private readonly Option<string?> _name = Make.Text("--name", "NAME", "The name by which it is opened.", required: true);
    private readonly ImportSwitches _switches = new();

    public ModelsImportCommand()
        : base("import", "Make a backbone of an ONNX file; it is copied, run on a test picture and recorded.")
    {
        Arguments.Add(_file);
        Options.Add(_name);
        _switches.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "giqa models import resnet50.onnx --name resnet50 --scaling imagenet --output flatten_473",
        "giqa models import dinov2-small.onnx --name dinov2-small --scaling imagenet --resize pil-bicubic --pooling first-token",
    ];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var store = new BackboneStore();
        var backbone = store.Import(_switches.Read(arguments, arguments.GetRequiredValue(_name)!, arguments.GetRequiredValue(_file)));
        session.Out.WriteLine($"{backbone.Name}: {backbone.FeatureCount} {(backbone.FeatureCount == 1 ? "feature" : "features")} of pictures of {backbone.Preprocessing.Width} x {backbone.Preprocessing.Height}; {backbone.Description.Summary}; fingerprint {backbone.Fingerprint}");
        return Task.FromResult(ExitCode.Done);
    }
}
