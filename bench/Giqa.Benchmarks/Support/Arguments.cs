using System.Globalization;

namespace Giqa.Benchmarks.Support;

/// <summary>A benchmark's own options: <c>--name value</c>, and <c>--name</c> alone.</summary>
internal sealed class Arguments(string[] args)
{
    internal bool Has(string name) => Array.IndexOf(args, name) >= 0;

    internal string? Text(string name) => Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? args[index + 1] : null;

    internal int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Values separated by commas.</summary>
    internal string[] List(string name, params string[] otherwise) => Text(name)?.Split(',') ?? otherwise;
}
