using System.CommandLine;

namespace Giqa.Cli;

/// <summary>A word that only introduces verbs, such as <c>models</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string description, params IEnumerable<Verb> verbs)
        : base(name, description)
    {
        foreach (var verb in verbs)
        {
            Subcommands.Add(verb);
        }
    }
}
