using System.Globalization;

namespace Giqa.Benchmarks.Experiments;

/// <summary>The options of an experiment: <c>--name value</c>, each with a default.</summary>
internal sealed class ExperimentArguments
{
    private readonly Dictionary<string, string> _values;

    private ExperimentArguments(Dictionary<string, string> values, string changed) => (_values, Changed) = (values, changed);

    /// <summary>The options that are not what a script gives by itself, as they would be written behind it.</summary>
    internal string Changed { get; }

    /// <summary>Reads a command line.</summary>
    /// <param name="args">What was given.</param>
    /// <param name="known">The options and their defaults; null where one must be given.</param>
    /// <exception cref="GiqaException">An option is unknown, or one is missing.</exception>
    internal static ExperimentArguments Parse(string[] args, params (string Name, string? Initial)[] known)
    {
        var values = known.Where(option => option.Initial is not null).ToDictionary(option => option.Name, option => option.Initial!);
        for (var i = 0; i < args.Length; i += 2)
        {
            var name = args[i].TrimStart('-');
            values[name] = i + 1 < args.Length && (name == "output" || Array.Exists(known, option => option.Name == name))
                ? args[i + 1]
                : throw new GiqaException($"{args[i]}: expected are {string.Join(", ", known.Select(option => $"--{option.Name} {option.Initial ?? "..."}"))} and --output FILE");
        }

        var missing = known.Where(option => !values.ContainsKey(option.Name)).Select(option => $"--{option.Name}");
        var changed = known.Where(option => option.Initial is { Length: > 0 } && option.Name != "threads" && values[option.Name] != option.Initial)
            .Select(option => $" --{option.Name} {values[option.Name]}");
        return missing.Any() ? throw new GiqaException($"{string.Join(", ", missing)} must be given") : new ExperimentArguments(values, string.Concat(changed));
    }

    internal string Text(string name) => _values[name];

    internal int Whole(string name) => int.Parse(_values[name], CultureInfo.InvariantCulture);

    internal string[] List(string name) => _values[name].Split(',', StringSplitOptions.RemoveEmptyEntries);

    internal int[] Wholes(string name) => Array.ConvertAll(List(name), text => int.Parse(text, CultureInfo.InvariantCulture));
}
