using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Giqa.Cli.Options;

/// <summary>Options whose errors are one line: the option, the value seen, the values allowed.</summary>
internal static class Make
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<bool> Json() => Flag("--json", "Print the result as one JSON document.");

    public static Option<string?> Text(string name, string valueName, string description, bool required = false) =>
        new(name) { Description = description, HelpName = valueName, Required = required };

    /// <summary>A file to be written; see <see cref="OutputFileOption"/>.</summary>
    public static Option<string?> OutputFile(string name, string valueName, string description, bool required = false) =>
        new OutputFileOption(name) { Description = description, HelpName = valueName, Required = required };

    public static Option<string> Choice(string name, string description, string initial, params string[] allowed) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', allowed),
        DefaultValueFactory = _ => initial,
        CustomParser = result => allowed.Contains(Word(result), StringComparer.Ordinal)
            ? Word(result)
            : Fault<string>(result, name, $"must be one of {string.Join(", ", allowed)}"),
    };

    public static Option<int> Whole(string name, string description, int initial, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => initial,
        CustomParser = result => int.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value
            : Fault<int>(result, name, most == int.MaxValue ? $"must be a whole number of at least {least}" : $"must be a whole number from {least} to {most}"),
    };

    public static Option<long?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => long.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : Fault<long?>(result, name, "must be a whole number of at least 1"),
    };

    /// <summary>A number in a range, absent when not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    /// <param name="lowest">The least value.</param>
    /// <param name="highest">The greatest value.</param>
    /// <param name="allowed">The range in words; null to state the two numbers.</param>
    public static Option<double?> Number(string name, string description, double lowest, double highest, string? allowed = null) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= lowest && value <= highest
            ? value
            : Fault<double?>(result, name, allowed ?? string.Create(CultureInfo.InvariantCulture, $"must be a number from {lowest} to {highest}")),
    };

    public static Option<ulong> Seed(string description) => new("--seed")
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => 0,
        CustomParser = result => ulong.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Fault<ulong>(result, "--seed", "must be a whole number of at least 0"),
    };

    /// <summary>The INPUTs of a verb.</summary>
    public static Argument<string[]> Inputs() => new("INPUT")
    {
        Description = "A folder, an image, a .zip, a .tar or .parquet (shards/{000..099}.tar), @list.txt, an .npy, .npz or idx file of images, s3://bucket/prefix, or features (.safetensors, .npy); PATH:0..5000 takes a range.",
        Arity = ArgumentArity.OneOrMore,
    };

    internal static string Word(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;

    internal static T Fault<T>(ArgumentResult result, string name, string allowed)
    {
        result.AddError($"{name} {Word(result)}: {allowed}");
        return default!;
    }
}
