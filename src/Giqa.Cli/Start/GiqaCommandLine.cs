using System.CommandLine;
using System.CommandLine.Help;
using Giqa.Cli.Help;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;

namespace Giqa.Cli;

/// <summary>The root of the command line: parses, runs one verb, and turns what happened into an exit code.</summary>
internal sealed class GiqaCommandLine
{
    // A word that begins with @ names a list of images here, not a file of more arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly Terminal _terminal;
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _version = new("--version") { Description = "Print the version." };

    /// <summary>Builds the command line.</summary>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="verbs">The verbs, and groups of them, in the order of the help.</param>
    public GiqaCommandLine(Terminal terminal, IEnumerable<Command> verbs)
    {
        _terminal = terminal;
        Root = new Command("giqa", "Scores how good each generated image is, against a model of real ones.");
        Root.Options.Add(new HelpOption("--help", "-h") { Description = "Show this help.", Action = new HelpWithExamples { Width = terminal.Width } });
        Root.Options.Add(_version);
        _common.AddTo(Root);
        foreach (var verb in verbs)
        {
            Root.Subcommands.Add(verb);
        }
    }

    /// <summary>The command tree.</summary>
    public Command Root { get; }

    /// <summary>Parses a command line without running it.</summary>
    public ParseResult Parse(IReadOnlyList<string> arguments) => Root.Parse(arguments, Parsing);

    /// <summary>Parses a command line and runs its verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, Interruption interruption)
    {
        var result = Parse(arguments);
        interruption.Farewell ??= () => SayCancelled(interruption);
        int code;
        try
        {
            code = await RunAsync(result, interruption).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            code = Report(Unwrap(e), result, interruption);
        }

        try
        {
            await _terminal.Out.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException e) when (code is ExitCode.Done or ExitCode.Skipped)
        {
            code = Report(new GiqaException($"the results cannot be written to standard output: {e.Message}", e), result, interruption);
        }
        catch (IOException)
        {
            // The failure that is told already, most likely of the same cause.
        }

        return code;
    }

    private async Task<int> RunAsync(ParseResult result, Interruption interruption)
    {
        if (result.Action is HelpWithExamples help)
        {
            result.InvocationConfiguration.Output = _terminal.Out;
            return help.Invoke(result);
        }

        if (result.GetValue(_version))
        {
            _terminal.Out.WriteLine($"giqa {typeof(GiqaException).Assembly.GetName().Version!.ToString(3)}");
            return ExitCode.Done;
        }

        var errors = UsageErrors.Find(result);
        if (errors.Count > 0 || result.CommandResult.Command is not Verb verb)
        {
            return ReportUsage(result, errors);
        }

        OutputFileOption.CheckAll(result);
        var session = _common.Open(result, _terminal, interruption);
        return await verb.RunAsync(result, session, interruption.Token).ConfigureAwait(false);
    }

    private int ReportUsage(ParseResult result, IReadOnlyList<string> errors)
    {
        var command = result.CommandResult.Command;
        if (command == Root && result.Tokens.Count == 0)
        {
            new HelpPage(_terminal.Error, _terminal.Width).Write(Root, Root.Name, Root.Options);
            return ExitCode.Usage;
        }

        foreach (var error in errors)
        {
            _terminal.Error.WriteLine($"giqa: {error}");
        }

        if (command is Verb && result.CommandResult.Tokens.Count == 0 && HelpPage.ExamplesOf(command).FirstOrDefault() is { } example)
        {
            _terminal.Error.WriteLine($"for example: {example}");
        }

        _terminal.Error.WriteLine($"try: {PathOf(result)} --help");
        return ExitCode.Usage;
    }

    private int Report(Exception exception, ParseResult result, Interruption interruption)
    {
        if (exception is OperationCanceledException && interruption.Token.IsCancellationRequested)
        {
            SayCancelled(interruption);
            return ExitCode.Cancelled;
        }

        if (exception is LeftRunningException)
        {
            return ExitCode.Done;
        }

        if (exception is UsageException)
        {
            return ReportUsage(result, [exception.Message]);
        }

        _terminal.Error.WriteLine(Line(exception));
        if (_common.IsVerbose(result))
        {
            _terminal.Error.WriteLine(exception);
        }

        return ExitCode.Failed;
    }

    private void SayCancelled(Interruption interruption) => _terminal.Error.WriteLine(interruption.Kept?.Invoke() is { } kept ? $"giqa: cancelled; {kept}" : "giqa: cancelled");

    /// <summary>What a person is told of a failure.</summary>
    internal static string Line(Exception exception)
    {
        var expected = exception is GiqaException or IOException or UnauthorizedAccessException;
        var message = exception.Message.ReplaceLineEndings(" ");
        return expected ? $"giqa: {message}" : $"giqa: internal error: {exception.GetType().Name}: {message}";
    }

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var only] } ? Unwrap(only) : exception;

    /// <summary>The words by which a verb was called.</summary>
    internal static string PathOf(ParseResult result)
    {
        var names = new Stack<string>();
        for (var level = result.CommandResult; level is not null; level = level.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(level.Command.Name);
        }

        return string.Join(' ', names);
    }
}
