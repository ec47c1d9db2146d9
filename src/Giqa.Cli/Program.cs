using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Storage;

using var interruption = new Interruption();
interruption.Listen();
var commandLine = new GiqaCommandLine(Terminal.OfProcess(), Verbs.All());
return await commandLine.RunAsync(CommandLineText.Restore(args), interruption).ConfigureAwait(false);
