using System.CommandLine;

namespace Giqa.Cli.Options;

/// <summary><c>--run</c>: where several processes keep what they have done until all is.</summary>
internal sealed class RunFolderOption
{
    private readonly Option<string?> _run = Make.Text("--run", "DIR", "With --workers or --on: the folder that keeps what is done until all is, from which the same command goes on. [default: beside the output]");

    /// <summary>The option.</summary>
    public Option Option => _run;

    /// <summary>The folder, with its full path.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="outputs">What the verb writes, in order of preference; null for what it does not.</param>
    /// <exception cref="UsageException">There is no output to put it beside.</exception>
    public string Read(ParseResult arguments, params IReadOnlyList<string?> outputs) =>
        arguments.GetValue(_run) is { } named ? Path.GetFullPath(named)
        : outputs.FirstOrDefault(output => output is not null) is { } output ? $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))}.run"
        : throw new UsageException("several processes keep what they have done in a folder: name it with --run DIR");

    /// <summary>Refuses the option where nothing is kept.</summary>
    /// <exception cref="UsageException">It was given.</exception>
    public void Refuse(ParseResult arguments)
    {
        if (arguments.GetValue(_run) is not null)
        {
            throw new UsageException("--run is where --workers and --on keep what is done: give one of them with it");
        }
    }
}
