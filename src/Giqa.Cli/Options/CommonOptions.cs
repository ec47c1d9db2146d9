using System.CommandLine;
using System.Text.RegularExpressions;

namespace Giqa.Cli.Options;

/// <summary>The options that every verb has.</summary>
internal sealed partial class CommonOptions
{
    private readonly Option<int> _threads = Make.Whole("--threads", "Threads to use; the default is all cores available to the process.", Environment.ProcessorCount, 1, 1024);

    private readonly Option<string> _device = new("--device")
    {
        Description = "Where networks run.",
        HelpName = "cpu|cuda[:i]",
        DefaultValueFactory = _ => "cpu",
        CustomParser = result => DeviceName.IsMatch(Make.Word(result)) ? Make.Word(result) : Make.Fault<string>(result, "--device", "must be cpu, cuda or cuda:i"),
    };

    private readonly Option<bool> _quiet = Make.Flag("--quiet", "Print only warnings and errors on stderr.");
    private readonly Option<bool> _verbose = Make.Flag("--verbose", "Print more on stderr, with stack traces for errors.");

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,2})?)$")]
    private static partial Regex DeviceName { get; }

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[_threads, _device, _quiet, _verbose])
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }

    public bool IsVerbose(ParseResult arguments) => arguments.GetResult(_verbose) is { Implicit: false };

    public Session Open(ParseResult arguments, Terminal terminal, Interruption interruption)
    {
        var (quiet, verbose) = (arguments.GetValue(_quiet), arguments.GetValue(_verbose));
        return quiet && verbose
            ? throw new UsageException("--quiet and --verbose exclude each other")
            : new Session(terminal, interruption)
            {
                Threads = arguments.GetValue(_threads),
                Device = arguments.GetValue(_device)!,
                Quiet = quiet,
                Verbose = verbose,
            };
    }
}
