using Giqa.Cli;
using Giqa.Cli.Commands;

using var interruption = new Interruption();
interruption.Listen();
var commandLine = new GiqaCommandLine(Terminal.OfProcess(), Verbs.All());
return await commandLine.RunAsync(args, interruption).ConfigureAwait(false);
