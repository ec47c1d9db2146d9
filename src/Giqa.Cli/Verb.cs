using System.CommandLine;

namespace Giqa.Cli;

/// <summary>One verb of the command line: parses its options, calls the library, renders the result.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Complete command lines shown at the end of the help; each must parse.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Takes arguments and options, in the order of the help.</summary>
    protected void Take(IReadOnlyList<Symbol> parts)
    {
        foreach (var part in parts)
        {
            if (part is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)part);
            }
        }
    }

    /// <summary>Runs the verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public abstract Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken);
}
