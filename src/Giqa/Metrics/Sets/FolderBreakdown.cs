using Giqa.Features;
using Giqa.Images;

namespace Giqa.Metrics;

/// <summary>Means over images, folder by folder.</summary>
internal sealed class FolderBreakdown
{
    private readonly string[] _generatedFolders;
    private readonly string[] _realFolders;
    private readonly SortedDictionary<string, ComparisonFigures> _figures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComparisonFigures> _errors = new(StringComparer.Ordinal);

    internal FolderBreakdown(FeatureSet generated, FeatureSet real)
    {
        _generatedFolders = Folders(generated);
        _realFolders = Folders(real);
        foreach (var folder in _generatedFolders.Concat(_realFolders))
        {
            _figures[folder] = new ComparisonFigures();
            _errors[folder] = new ComparisonFigures();
        }
    }

    /// <summary>Adds a mean over the generated images, and its standard error given the reals.</summary>
    internal void AddGenerated(string key, double[] values) => Add(_generatedFolders, values, (folder, own) =>
    {
        _figures[folder] = _figures[folder].With(key, own.Average());
        if (SpreadTerm.OfMean(own).Variance is > 0.0 and var variance)
        {
            _errors[folder] = _errors[folder].With(key, Math.Sqrt(variance));
        }
    });

    internal void AddReal(string key, double[] values) =>
        Add(_realFolders, values, (folder, own) => _figures[folder] = _figures[folder].With(key, own.Average()));

    /// <summary>Empty unless the generated images are in more than one folder.</summary>
    /// <param name="withErrors">Whether the standard errors are included.</param>
    internal IReadOnlyList<FolderFigures> Figures(bool withErrors)
    {
        if (_generatedFolders.Distinct(StringComparer.Ordinal).Count() < 2)
        {
            return [];
        }

        var generated = _generatedFolders.CountBy(folder => folder).ToDictionary();
        var real = _realFolders.CountBy(folder => folder).ToDictionary();
        return [.. _figures.Select(pair => new FolderFigures(pair.Key, generated.GetValueOrDefault(pair.Key), real.GetValueOrDefault(pair.Key), pair.Value)
        {
            StandardErrors = withErrors ? _errors[pair.Key] : null,
        })];
    }

    private static void Add(string[] folders, double[] values, Action<string, double[]> add)
    {
        foreach (var group in folders.Zip(values).GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))
        {
            add(group.Key, [.. group]);
        }
    }

    /// <summary>The folder of every image that has features.</summary>
    internal static string[] Folders(FeatureSet set) =>
        [.. set.Items.Where(item => item.Fault is null).Select(item => FolderOf(item.Name))];

    private static string FolderOf(string name) => ImageFolders.Of(name) is { Length: > 0 } folder ? folder : ".";
}

/// <summary>
/// The metrics that are means over images, for one folder (class): QS, precision and density of its generated images, DS, recall and coverage of its
/// real images. Models and balls are those of the whole sets.
/// </summary>
/// <param name="Folder">The folder within the inputs.</param>
/// <param name="Generated">Generated images in it.</param>
/// <param name="Real">Real images in it.</param>
/// <param name="Figures">The metrics; the others are null.</param>
public sealed record FolderFigures(string Folder, int Generated, int Real, ComparisonFigures Figures)
{
    /// <summary>Standard errors of QS, precision and density given these reals; null unless <see cref="ComparisonOptions.FolderTests"/> is set.</summary>
    public ComparisonFigures? StandardErrors { get; init; }
}
