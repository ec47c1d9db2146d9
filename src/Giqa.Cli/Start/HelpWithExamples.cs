using System.CommandLine;
using System.CommandLine.Invocation;
using Giqa.Cli.Help;

namespace Giqa.Cli;

/// <summary><c>--help</c>: the page of the verb that it was asked of.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>How wide the page may be.</summary>
    internal required int Width { get; init; }

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        new HelpPage(parseResult.InvocationConfiguration.Output, Width).Write(command, GiqaCommandLine.PathOf(parseResult), parseResult.RootCommandResult.Command.Options);
        return ExitCode.Done;
    }
}
