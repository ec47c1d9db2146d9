using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models list</c>: the backbones.</summary>
internal sealed class ModelsListCommand : Verb
{
    private readonly Option<bool> _json = Make.Json();

    public ModelsListCommand()
        : base("list", "List the backbones: built-in, the paper's, and imported ones.") => Take([_json]);

    public override IReadOnlyList<string> Examples => ["giqa models list"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var store = new BackboneStore();
        var list = new BackboneList(store.DefaultName, store.List());
        if (arguments.GetValue(_json))
        {
            session.WriteJson(list, CliJson.Default.BackboneList);
            return Task.FromResult(ExitCode.Done);
        }

        session.Tables.Write(
            ["name", "state", ">features", "input", "licence", "what it is"],
            list.Backbones.Select(entry => (string[])
            [
                entry.Name,
                !entry.IsInstalled ? "not installed" : entry.Name == list.Default ? "default" : "installed",
                Figures.Count(entry.FeatureCount),
                $"{entry.Width} x {entry.Height}",
                entry.Licence,
                entry.Summary,
            ]));
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary>What <c>giqa models list --json</c> prints.</summary>
internal sealed record BackboneList(string Default, IReadOnlyList<BackboneEntry> Backbones);
