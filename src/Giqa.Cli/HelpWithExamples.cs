using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Giqa.Cli;

/// <summary>The usual help, and after it the examples of the verb, or of every verb below a group.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _ = _help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
        {
            output.WriteLine($"  {example}");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> ExamplesOf(Command command) => command is Verb verb
        ? verb.Examples
        : command.Subcommands.SelectMany(child => ExamplesOf(child).Take(1));
}
