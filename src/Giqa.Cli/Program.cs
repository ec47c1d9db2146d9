using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Storage;

if (FileLimit.Fault() is { } fault)
{
    await Console.Error.WriteLineAsync($"giqa: {fault}").ConfigureAwait(false);
    return ExitCode.Failed;
}

using var interruption = new Interruption();
interruption.Listen();
var commandLine = new GiqaCommandLine(Terminal.OfProcess(), Verbs.All());
return await commandLine.RunAsync(CommandLineText.Restore(args), interruption).ConfigureAwait(false);
