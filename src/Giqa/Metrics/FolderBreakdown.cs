using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>Means over images, folder by folder.</summary>
internal sealed class FolderBreakdown
{
    private readonly string[] _generatedFolders;
    private readonly string[] _realFolders;
    private readonly SortedDictionary<string, ComparisonFigures> _figures = new(StringComparer.Ordinal);

    internal FolderBreakdown(FeatureSet generated, FeatureSet real)
    {
        _generatedFolders = Folders(generated);
        _realFolders = Folders(real);
        foreach (var folder in _generatedFolders.Concat(_realFolders))
        {
            _figures[folder] = new ComparisonFigures();
        }
    }

    internal void AddGenerated(Func<ComparisonFigures, double, ComparisonFigures> set, double[] values) => Add(_generatedFolders, set, values);

    internal void AddReal(Func<ComparisonFigures, double, ComparisonFigures> set, double[] values) => Add(_realFolders, set, values);

    /// <summary>Empty unless the generated images lie in more than one folder.</summary>
    internal IReadOnlyList<FolderFigures> Figures()
    {
        if (_generatedFolders.Distinct(StringComparer.Ordinal).Count() < 2)
        {
            return [];
        }

        var generated = _generatedFolders.CountBy(folder => folder).ToDictionary();
        var real = _realFolders.CountBy(folder => folder).ToDictionary();
        return [.. _figures.Select(pair => new FolderFigures(pair.Key, generated.GetValueOrDefault(pair.Key), real.GetValueOrDefault(pair.Key), pair.Value))];
    }

    private void Add(string[] folders, Func<ComparisonFigures, double, ComparisonFigures> set, double[] values)
    {
        foreach (var group in folders.Zip(values).GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))
        {
            _figures[group.Key] = set(_figures[group.Key], group.Average());
        }
    }

    private static string[] Folders(FeatureSet set) =>
        [.. set.Items.Where(item => item.Fault is null).Select(item => FolderOf(item.Name))];

    private static string FolderOf(string name) => name.LastIndexOf('/') is var at and > 0 ? name[..at] : ".";
}
