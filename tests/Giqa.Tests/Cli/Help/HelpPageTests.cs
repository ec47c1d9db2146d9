using System.CommandLine;
using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Cli.Help;

namespace Giqa.Tests.Cli.Help;

public sealed class HelpPageTests
{
    private static readonly GiqaCommandLine Giqa = new(new Terminal(TextWriter.Null, TextWriter.Null, false, false, TimeProvider.System), Verbs.All());

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    public void Write_EveryCommand_FitsTheWidth(int width)
    {
        foreach (var (command, path) in Commands(Giqa.Root, "giqa"))
        {
            Assert.All(Page(command, path, width), line => Assert.True(line.Length <= width, $"{path} at {width}: {line}"));
        }
    }

    [Fact]
    public void Write_EveryCommand_LosesNoWordOfItsOptions()
    {
        foreach (var (command, path) in Commands(Giqa.Root, "giqa"))
        {
            // Lists of choices break behind a bar, so that spaces say nothing.
            var text = string.Concat(string.Concat(Page(command, path, 60)).Split(' '));
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(string.Concat($"{option.Name}{option.HelpName}{option.Description}".Split(' ')), text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Write_ManyOptions_StandInGroupsAndEachInOne()
    {
        var lines = Page(Giqa.Root.Subcommands.Single(verb => verb.Name == "compare"), "giqa compare", 80);

        Assert.Equal(
            ["Usage:", "Arguments:", "Input:", "Output:", "Metrics:", "Model to fit:", "Features:", "Chance:", "Processes and clusters:", "Reading images:", "Feature cache:", "General:", "Examples:"],
            lines.Where(line => line.EndsWith(':') && line[0] != ' '));
        Assert.All(lines.Where(line => line.StartsWith("  --", StringComparison.Ordinal)).GroupBy(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]), group => Assert.Single(group));
    }

    [Theory]
    [InlineData(40, "giqa fit reals/ --out reals.giqa", "giqa fit reals/ --out reals.giqa")]
    [InlineData(24, "giqa fit reals/ --out reals.giqa", "giqa fit reals/ \\|--out reals.giqa")]
    [InlineData(40, "giqa compare a --metrics fid,kid --real b", "giqa compare a --metrics fid,kid \\|--real b")]
    public void Command_TooLong_BreaksBetweenOptionsAsAShellJoins(int width, string command, string lines) => Assert.Equal(lines.Split('|'), WrappedText.Command(command, width));

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("--mode a|b|c rest", 10, "--mode a\u007c|b\u007cc rest")]
    [InlineData("of 1,000 at most", 6, "of|1,000|at|most")]
    [InlineData("unbreakable", 4, "unbreakable")]
    [InlineData("", 4, "")]
    public void Lines_Text_BreaksWhereItMay(string text, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', WrappedText.Lines(text.Replace('\u007c', '|'), width)));

    private static string[] Page(Command command, string path, int width)
    {
        using var text = new StringWriter();
        new HelpPage(text, width).Write(command, path, Giqa.Root.Options);
        return text.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<(Command Command, string Path)> Commands(Command command, string path) =>
        [(command, path), .. command.Subcommands.SelectMany(child => Commands(child, $"{path} {child.Name}"))];
}
