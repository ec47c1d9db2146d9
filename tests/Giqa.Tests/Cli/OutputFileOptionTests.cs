using System.CommandLine;
using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Cli.Options;

namespace Giqa.Tests.Cli;

public sealed class OutputFileOptionTests
{
    private static readonly GiqaCommandLine Giqa = new(new Terminal(TextWriter.Null, TextWriter.Null, false, false, TimeProvider.System), Verbs.All());

    [Fact]
    public void Dash_ForAnyOutputOfAnyVerb_IsRefusedWithTheRemedy()
    {
        var options = Outputs(Giqa.Root, []).ToList();

        Assert.True(options.Count > 15, $"only {options.Count} outputs");
        Assert.All(options, option => Assert.Contains(
            $"{option.Name} -: is not a file name; use /dev/stdout for standard output, or ./- for a file of that name",
            Giqa.Root.Parse([.. option.Verb, option.Name, "-"]).Errors.Select(error => error.Message)));
    }

    [Fact]
    public void DashInAFolder_IsAFile() =>
        Assert.DoesNotContain(Giqa.Root.Parse(["fit", "reals", "--out", "./-"]).Errors, error => error.Message.Contains("is not a file name", StringComparison.Ordinal));

    private static IEnumerable<(string[] Verb, string Name)> Outputs(Command command, string[] verb) =>
        command.Options.OfType<OutputFileOption>().Select(option => (verb, option.Name))
            .Concat(command.Subcommands.SelectMany(child => Outputs(child, [.. verb, child.Name])));
}
