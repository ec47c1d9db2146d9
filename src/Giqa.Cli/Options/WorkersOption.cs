using System.CommandLine;

namespace Giqa.Cli.Options;

/// <summary>Into how many processes a verb's work goes.</summary>
internal static class WorkersOption
{
    public static Option<int> Make(string what) =>
        Options.Make.Whole("--workers", $"Make {what} in so many processes; the result is the same for any number. [default: in this one]", 0, 1, 1024);
}
