using System.Text.RegularExpressions;
using Giqa.Agreement;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>Joins judgements with the given images: names become rows of their features.</summary>
internal sealed class JudgedRows
{
    private readonly JudgementFile _file;
    private readonly string[] _names;
    private readonly int[] _rows;
    private readonly ImageNames _finder;

    /// <param name="file">What people said.</param>
    /// <param name="images">The given images; usable ones get rows, in their order.</param>
    public JudgedRows(JudgementFile file, IReadOnlyList<(string Name, bool IsUsable)> images)
    {
        (_file, _names) = (file, [.. images.Select(image => image.Name)]);
        _finder = new ImageNames(_names);
        _rows = new int[_names.Length];
        var row = 0;
        for (var item = 0; item < _rows.Length; item++)
        {
            _rows[item] = images[item].IsUsable ? row++ : -1;
        }

        Labels = file.Opinions.Count > 0 ? ReadOpinions() : ReadPairs();
        if (file.Opinions.Count + file.Pairs.Count == 0)
        {
            throw new GiqaException($"{file.Path} holds no judgements: each row below its header is one");
        }

        if (Labels.Count == 0)
        {
            throw new GiqaException($"{file.Path}: none of its images are among those given, the first of which is called {_names[0]}: check --images");
        }
    }

    /// <summary>The judgements whose images have features.</summary>
    public PreferenceLabels Labels { get; }

    /// <summary>Every single opinion with its image's row; an image may have several. Empty for pairs.</summary>
    public IReadOnlyList<(int Row, double Opinion)> SingleOpinions { get; private set; } = [];

    /// <summary>Judgements that are left out because an image is missing or cannot be used.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The first image that judgements are left out for; null for none.</summary>
    public string? FirstMissing { get; private set; }

    /// <summary>Warns of judgements that are left out.</summary>
    public void TellOfLeftOut(Session session)
    {
        if (LeftOut > 0)
        {
            session.Warn($"{LeftOut} judgements are left out because an image is missing or cannot be used; the first such image is {FirstMissing}");
        }
    }

    /// <summary>The group of every row.</summary>
    /// <param name="choice">A column of the file, or a regular expression over the images' names; null for the column <c>prompt</c> if there is one.</param>
    /// <returns>A number per row; null if every image is its own group.</returns>
    /// <exception cref="GiqaException">It is neither.</exception>
    public int[]? Groups(string? choice)
    {
        if (choice is null && !_file.HasColumn(JudgementFile.PromptColumn))
        {
            return null;
        }

        return _file.HasColumn(choice ?? JudgementFile.PromptColumn) ? Number(ByColumn(choice ?? JudgementFile.PromptColumn)) : Number(ByName(choice!));
    }

    private string?[] ByColumn(string column)
    {
        var keys = new string?[_names.Length];
        foreach (var (image, value) in _file.ValuesOf(column))
        {
            if (_finder.Find(image) is [var item])
            {
                keys[item] = value;
            }
        }

        return keys;
    }

    private string?[] ByName(string choice)
    {
        Regex pattern;
        try
        {
            pattern = new Regex(choice, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--groups {choice}: {_file.Path} has no such column, and it is not a valid regular expression: {e.Message.ReplaceLineEndings(" ")}");
        }

        string?[] keys = [.. _names.Select(name => pattern.Match(name) is { Success: true } match ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value : null)];
        return Array.Exists(keys, key => key is not null) ? keys
            : throw new UsageException($"--groups {choice}: {_file.Path} has no such column, and no image's name matches it as a regular expression; the first is called {_names[0]}");
    }

    /// <summary>One number per row for each key; an image without one is its own group.</summary>
    private int[] Number(string?[] keys)
    {
        var (numbers, groups) = (new Dictionary<string, int>(StringComparer.Ordinal), new int[_rows.Count(row => row >= 0)]);
        for (var item = 0; item < keys.Length; item++)
        {
            if (_rows[item] >= 0)
            {
                groups[_rows[item]] = keys[item] is not { } key ? -1 - item
                    : numbers.TryGetValue(key, out var number) ? number
                    : numbers[key] = numbers.Count;
            }
        }

        return groups;
    }

    private PreferenceLabels ReadPairs()
    {
        var (observers, comparisons) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<PreferenceComparison>());
        foreach (var pair in _file.Pairs)
        {
            if (RowOf(pair.Left, pair.Line) is not { } left || RowOf(pair.Right, pair.Line) is not { } right)
            {
                LeftOut++;
                continue;
            }

            if (left == right)
            {
                throw new GiqaException($"{_file.Path}, line {pair.Line}: '{pair.Left}' and '{pair.Right}' are the same image");
            }

            var who = pair.Observer ?? string.Empty;
            var observer = observers.TryGetValue(who, out var number) ? number : observers[who] = observers.Count;
            comparisons.Add(new PreferenceComparison(left, right, OutcomeOf(pair.Choice), observer));
        }

        return PreferenceLabels.Of(comparisons);
    }

    private PreferenceLabels ReadOpinions()
    {
        var found = _file.Opinions.Select(opinion => (Row: RowOf(opinion.Image, opinion.Line), opinion.Score)).ToList();
        SingleOpinions = [.. found.Where(opinion => opinion.Row is not null).Select(opinion => (opinion.Row!.Value, opinion.Score))];
        LeftOut = found.Count - SingleOpinions.Count;
        return PreferenceLabels.Of([.. SingleOpinions.GroupBy(opinion => opinion.Row).Select(image => (image.Key, image.Average(opinion => opinion.Opinion)))]);
    }

    private int? RowOf(string image, int line)
    {
        var found = _finder.Find(image);
        if (found.Count > 1)
        {
            throw new GiqaException($"{_file.Path}, line {line}: '{image}' could be {_names[found[0]]} or {_names[found[1]]}; name images as the inputs do");
        }

        if (found is [var item] && _rows[item] >= 0)
        {
            return _rows[item];
        }

        FirstMissing ??= image;
        return null;
    }

    private static PreferenceOutcome OutcomeOf(PairChoice choice) => choice switch
    {
        PairChoice.Left => PreferenceOutcome.First,
        PairChoice.Right => PreferenceOutcome.Second,
        _ => PreferenceOutcome.Tie,
    };
}
