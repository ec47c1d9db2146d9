using System.Globalization;
using System.Text.Json;

namespace Giqa.Metrics;

/// <summary>One object of a rules file. Every error names its place, what was found there, and what is allowed.</summary>
internal sealed class RuleReader
{
    private readonly JsonElement _element;
    private readonly string _file;
    private readonly string _place;

    internal RuleReader(JsonElement element, string file, string place)
    {
        (_element, _file, _place) = (element, file, place);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"is {Text(element)}, but must be an object in braces");
        }
    }

    /// <summary>Refuses all keys but these.</summary>
    internal RuleReader Allow(params string[] keys)
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!keys.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Fault($"has an unknown key '{property.Name}'; allowed are {string.Join(", ", keys)}");
            }
        }

        return this;
    }

    internal RuleReader? Section(string key) => _element.TryGetProperty(key, out var value) ? new RuleReader(value, _file, Below(key)) : null;

    internal IEnumerable<(string Name, RuleReader Reader)> Sections() =>
        _element.EnumerateObject().Select(property => (property.Name, new RuleReader(property.Value, _file, Below(property.Name))));

    internal double? Number(string key, double least, double most, bool whole = false)
    {
        if (!_element.TryGetProperty(key, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most && (!whole || number == Math.Floor(number))
            ? number
            : throw new GiqaException(string.Create(
                CultureInfo.InvariantCulture, $"{_file}: {Below(key)} is {Text(value)}, but must be a {(whole ? "whole " : "")}number {(most >= int.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}"));
    }

    internal double Required(string key, double? value) => value ?? throw Fault($"needs a {key}");

    internal string? Word(string key, string[] allowed)
    {
        if (!_element.TryGetProperty(key, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { } word && allowed.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new GiqaException($"{_file}: {Below(key)} is {Text(value)}, but must be one of {string.Join(", ", allowed)}");
    }

    internal GiqaException Fault(string what) => new(_place.Length == 0 ? $"{_file} {what}" : $"{_file}: {_place} {what}");

    private static string Text(JsonElement value) => value.GetRawText() is { Length: <= 40 } text ? text.ReplaceLineEndings(" ") : value.ValueKind.ToString().ToLowerInvariant();

    private string Below(string key) => _place.Length == 0 ? key : $"{_place}.{key}";
}
