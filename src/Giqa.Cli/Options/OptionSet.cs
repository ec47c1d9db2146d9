using System.Collections;
using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Giqa.Cli.Options;

/// <summary>Options that set members of a record: each is declared once, together with what it sets.</summary>
internal sealed class OptionSet<T> : IEnumerable<Option>
{
    private readonly List<(Option Option, Func<ParseResult, T, T> Set)> _options = [];

    /// <summary>An option that is left out of the record while it has no value.</summary>
    public void Add<TValue>(Option<TValue> option, Func<T, TValue, T> set) =>
        _options.Add((option, (arguments, record) => arguments.GetValue(option) is { } value ? set(record, value) : record));

    /// <inheritdoc cref="Add{TValue}(Option{TValue}, Func{T, TValue, T})"/>
    [OverloadResolutionPriority(1)]
    public void Add<TValue>(Option<TValue?> option, Func<T, TValue, T> set)
        where TValue : struct =>
        _options.Add((option, (arguments, record) => arguments.GetValue(option) is { } value ? set(record, value) : record));

    /// <summary>The record as the options set it.</summary>
    /// <param name="arguments">What the user gave.</param>
    /// <param name="initial">The record without them.</param>
    public T Read(ParseResult arguments, T initial) => _options.Aggregate(initial, (record, option) => option.Set(arguments, record));

    public IEnumerator<Option> GetEnumerator() => _options.Select(option => option.Option).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
