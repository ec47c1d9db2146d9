using System.CommandLine;
using Giqa.Cli;
using Giqa.Cli.Commands;

namespace Giqa.Tests.Cli;

/// <summary>One run of the command line inside the test's process, with its streams caught.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    public static Task<CliRun> Of(params string[] arguments) => Of(Verbs.All(), arguments);

    public static async Task<CliRun> Of(IEnumerable<Command> verbs, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var interruption = new Interruption();
        var terminal = new Terminal(output, error, OutIsTerminal: false, ErrorIsTerminal: false, TimeProvider.System);
        var code = await new GiqaCommandLine(terminal, verbs).RunAsync(arguments, interruption);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
