using System.CommandLine;
using Giqa.Training.Generators;

namespace Giqa.Cli.Options;

/// <summary>When training ends automatically.</summary>
internal sealed class StopOptions
{
    private const int InitialIterations = 20_000;
    private const double MostMinutes = 60 * 24 * 30;

    private readonly Option<long?> _iterations = Make.Count("--iterations", $"Stop after this many iterations since the start of the run. [default: {InitialIterations}, or none with --minutes]");
    private readonly Option<double?> _minutes = Make.Number("--minutes", "Stop after this many minutes.", 0.01, MostMinutes);

    public IReadOnlyList<Option> All => [_iterations, _minutes];

    public StopRule Read(ParseResult arguments)
    {
        var (iterations, minutes) = (arguments.GetValue(_iterations), arguments.GetValue(_minutes));
        return new StopRule(iterations is null && minutes is null ? InitialIterations : iterations, minutes is { } given ? TimeSpan.FromMinutes(given) : null);
    }
}
