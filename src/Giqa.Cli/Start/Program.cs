using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Storage;

if (FileLimit.Fault() is { } fault)
{
    await Console.Error.WriteLineAsync($"giqa: {fault}").ConfigureAwait(false);
    return ExitCode.Failed;
}

// What no verb can catch, on a thread of the runtime's own: a line and an exit code like any other failure's, no dump.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
{
    Console.Error.WriteLine(unhandled.ExceptionObject is Exception exception ? GiqaCommandLine.Line(exception) : "giqa: internal error");
    Environment.Exit(ExitCode.Failed);
};

using var interruption = new Interruption();
interruption.Listen();
var commandLine = new GiqaCommandLine(Terminal.OfProcess(), Verbs.All());
return await commandLine.RunAsync(CommandLineText.Restore(args), interruption).ConfigureAwait(false);
