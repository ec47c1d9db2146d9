using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models verify</c>: are the weights and their features what they were?</summary>
internal sealed class ModelsVerifyCommand : Verb
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "The backbones to check; without any, all that are installed.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _json = Make.Json();

    public ModelsVerifyCommand()
        : base("verify", "Compute the hash of a backbone's weights and its features of a test picture, and compare both with the record.") =>
        Take([_names, _json]);

    public override IReadOnlyList<string> Examples => ["giqa models verify", "giqa models verify mobilenet-low"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var store = new BackboneStore();
        var names = arguments.GetValue(_names) is { Length: > 0 } given ? given : [.. store.List().Where(entry => entry.IsInstalled).Select(entry => entry.Name)];
        var results = new List<VerifyResult>();
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(store.Verify(name));
        }

        if (arguments.GetValue(_json))
        {
            session.WriteJson(results, CliJson.Default.IReadOnlyListVerifyResult);
        }
        else
        {
            results.ForEach(result => session.Out.WriteLine($"{result.Name}: {result.Problem ?? "sound"}"));
        }

        return Task.FromResult(results.TrueForAll(result => result.IsSound) ? ExitCode.Done : ExitCode.Failed);
    }
}
