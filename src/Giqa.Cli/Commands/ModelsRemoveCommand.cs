using System.CommandLine;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models remove</c>: undoes an import.</summary>
internal sealed class ModelsRemoveCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The imported backbone." };

    public ModelsRemoveCommand()
        : base("remove", "Remove a backbone that 'models import' made: its copy of the network and its record, nothing else.") => Take([_name]);

    public override IReadOnlyList<string> Examples => ["giqa models remove resnet50"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (store, name) = (new BackboneStore(), arguments.GetRequiredValue(_name));
        store.Remove(name);
        session.Out.WriteLine($"{name}: removed from {store.Folder}; the file that it was imported from is untouched");
        return Task.FromResult(ExitCode.Done);
    }
}
