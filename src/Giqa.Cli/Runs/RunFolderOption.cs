using System.CommandLine;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary><c>--run</c>: where several processes keep what they have done until all is.</summary>
internal sealed class RunFolderOption
{
    private const int DefaultSeconds = 20;

    private readonly Option<string?> _run = Make.Text("--run", "DIR", "With --workers or --on: the folder that keeps finished parts until the run is complete, so that the same command can resume it. [default: beside the output]");

    private readonly Option<double?> _cutFrom = Make.Number("--cut-from", $"With --workers or --on: steps that need less processor time than about this many seconds are computed by the command itself. [default: {DefaultSeconds}]", 0, 1e9);

    /// <summary>The option.</summary>
    public Option Option => _run;

    /// <summary>The option, and the one that says which steps are cut.</summary>
    public IReadOnlyList<Option> All => [_run, _cutFrom];

    /// <summary>The folder, with its full path.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="outputs">What the verb writes, in order of preference; null for what it does not.</param>
    /// <exception cref="UsageException">There is no output to put it beside.</exception>
    public string Read(ParseResult arguments, params IReadOnlyList<string?> outputs) =>
        arguments.GetValue(_run) is { } named ? Path.GetFullPath(named)
        : outputs.FirstOrDefault(output => output is not null) is { } output ? $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))}.run"
        : throw new UsageException("several processes keep what they have done in a folder: name it with --run DIR");

    /// <summary>The run in which other processes do the heavy steps; null where none was asked for.</summary>
    /// <exception cref="UsageException">There is nothing to put its folder beside, or a folder is named for no run.</exception>
    public SharedRun? Begin(ParseResult arguments, IEngine? engine, string verb, IReadOnlyList<string?> outputs, Session session)
    {
        if (engine is not null)
        {
            return new SharedRun(Read(arguments, outputs), verb, arguments.GetValue(_cutFrom) ?? DefaultSeconds, engine, session);
        }

        Refuse(arguments);
        return null;
    }

    /// <summary>Refuses the option where nothing is kept.</summary>
    /// <exception cref="UsageException">It was given.</exception>
    public void Refuse(ParseResult arguments)
    {
        if (arguments.GetValue(_run) is not null || arguments.GetValue(_cutFrom) is not null)
        {
            throw new UsageException("--run is where --workers and --on keep what is done, and --cut-from what they cut: give one of them with it");
        }
    }
}
