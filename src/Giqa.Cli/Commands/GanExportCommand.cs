using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Storage;
using Giqa.Training.Generators;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa gan export</c>: a trained generator as an ONNX file.</summary>
internal sealed class GanExportCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run." };
    private readonly Option<string?> _out = Make.OutputFile("--out", "G.onnx", "Where to write the network.", required: true);
    private readonly Option<long?> _iteration = Make.Count("--iteration", "Use the weights after this many iterations. [default: the last]");

    public GanExportCommand()
        : base("export", "Write a trained generator as one ONNX file: latent vectors (or conditions) in, images out.") =>
        Take([_run, _out, _iteration]);

    public override IReadOnlyList<string> Examples => ["giqa gan export runs/first --out generator.onnx"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var weights = GeneratorRun.Open(arguments.GetRequiredValue(_run)).Weights(arguments.GetValue(_iteration));
        var path = arguments.GetRequiredValue(_out)!;
        var model = GeneratorGraph.Write(weights);
        session.WriteWhole(() => AtomicFile.Write(path, stream => stream.Write(model)));
        session.Out.WriteLine($"{path}: {weights.Shape.Describe()}, iteration {weights.Iteration}; {GeneratorGraph.Describe(weights.Shape)}");
        return Task.FromResult(ExitCode.Done);
    }
}
