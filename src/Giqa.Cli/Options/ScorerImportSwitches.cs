using System.CommandLine;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Cli.Options;

/// <summary>What an imported scorer needs beyond what a backbone does.</summary>
internal sealed class ScorerImportSwitches
{
    private readonly Option<string?> _reduce = Word("--reduce", "How a scorer's outputs become one number: the only output; the mean rating over bins (NIMA's ten); good minus bad of two.", "scalar", "mean-of-bins", "pair");
    private readonly Option<string?> _better = Word("--better", "Whether better images have the higher or the lower number; for a pair, high means that good comes first.", "high", "low");
    private readonly Option<string[]> _real = new("--real") { Description = "Real images to calibrate a scorer on; it must not have been trained on them.", HelpName = "INPUT" };
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where to write the model of a scorer.");
    private readonly CacheOptions _cache = new();

    public IReadOnlyList<Option> All => [.. Own, .. _cache.All];

    private Option[] Own => [_reduce, _better, _real, _out];

    /// <exception cref="UsageException">One is missing.</exception>
    internal void RequireAll(ParseResult arguments)
    {
        if (Own.Where(option => arguments.GetResult(option) is null).Select(option => option.Name).ToList() is { Count: > 0 } missing)
        {
            throw new UsageException($"--as scorer also needs {string.Join(", ", missing)}");
        }
    }

    /// <exception cref="UsageException">One is there.</exception>
    internal void RequireNone(ParseResult arguments)
    {
        if (Own.FirstOrDefault(option => arguments.GetResult(option) is not null) is { } given)
        {
            throw new UsageException($"{given.Name} is for scorers: add --as scorer");
        }
    }

    internal ScorerImportOptions Read(ParseResult arguments, ImportOptions network) => new()
    {
        Network = network,
        Reduction = arguments.GetValue(_reduce) switch
        {
            "scalar" => ScoreReduction.Scalar,
            "mean-of-bins" => ScoreReduction.MeanOfBins,
            _ => ScoreReduction.Pair,
        },
        LowerIsBetter = arguments.GetValue(_better) == "low",
    };

    internal string[] Reals(ParseResult arguments) => arguments.GetValue(_real) ?? [];

    internal string Out(ParseResult arguments) => arguments.GetValue(_out)!;

    internal CacheChoice Cache(ParseResult arguments) => _cache.Read(arguments);

    private static Option<string?> Word(string name, string description, params string[] allowed) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', allowed),
        CustomParser = result => allowed.Contains(Make.Word(result), StringComparer.Ordinal)
            ? Make.Word(result)
            : Make.Fault<string>(result, name, $"must be one of {string.Join(", ", allowed)}"),
    };
}
