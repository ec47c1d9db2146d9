using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Cli.Agreeing;
using Giqa.Cli.Labelling;
using Giqa.Storage;

namespace Giqa.Cli.Preferring;

/// <summary>What people said about images, in one of three kinds of file: a labelling of <c>giqa label</c>, pairs, or opinions.</summary>
internal sealed class JudgementFile
{
    /// <summary>The column that says which images were made for one prompt.</summary>
    public const string PromptColumn = "prompt";

    private readonly CsvTable? _table;

    private JudgementFile(string path, CsvTable? table) => (Path, _table) = (path, table);

    public string Path { get; }

    /// <summary>Judged pairs; empty when the file holds opinions.</summary>
    public IReadOnlyList<PairJudgement> Pairs { get; private init; } = [];

    /// <summary>Every opinion of an image; empty when the file holds pairs.</summary>
    public IReadOnlyList<Opinion> Opinions { get; private init; } = [];

    /// <summary>The images that a labelling was begun with, as input specifications; null for other files.</summary>
    public IReadOnlyList<string>? OwnInputs { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="GiqaException">It is none of the three, or a line is invalid; the message names it.</exception>
    public static JudgementFile Read(string path)
    {
        if (IsDatabase(path))
        {
            using var store = LabelStore.Open(path);
            var inputs = LabelInputs.Parse(store.Settings.Inputs);
            return new JudgementFile(path, null)
            {
                Pairs = store.Judgements() is { Count: > 0 } judgements ? judgements : throw new GiqaException($"{path} holds no judgements yet: let people judge with 'giqa label --out {path}'"),
                OwnInputs = inputs.Images,
            };
        }

        var table = CsvTable.Read(path);
        return OpinionFile.IsOpinions(path)
            ? new JudgementFile(path, table) { Opinions = OpinionFile.ReadRows(path) }
            : new JudgementFile(path, table) { Pairs = PairFile.Read(path) };
    }

    /// <summary>The judged images as input specifications: where the labelling found them, or next to the file.</summary>
    /// <exception cref="GiqaException">An image is not there.</exception>
    public IReadOnlyList<string> Inputs() => OwnInputs is null
        ? [.. Images().Select(image => ScoreSource.Locate(image.Image, image.Line, Path))]
        : OwnInputs.Count > 0 ? OwnInputs : throw new UsageException($"{Path} was begun with a scores file, which does not say where its images are: give them with --images");

    /// <summary>Whether it has a column of that name.</summary>
    public bool HasColumn(string name) => _table?.Has(Column(name)) == true;

    /// <summary>A column's value for every image.</summary>
    public IReadOnlyDictionary<string, string> ValuesOf(string name)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] images = Opinions.Count > 0 ? ["image"] : ["left", "right"];
        var column = _table!.Require(Column(name), name);
        foreach (var image in images.Select(image => _table.Require(image, image)))
        {
            foreach (var (_, fields) in _table.Rows)
            {
                _ = values.TryAdd(fields[image], fields[column]);
            }
        }

        return values;
    }

    private IEnumerable<(string Image, int Line)> Images() => Pairs
        .SelectMany(pair => ((string, int)[])[(pair.Left, pair.Line), (pair.Right, pair.Line)])
        .Concat(Opinions.Select(opinion => (opinion.Image, opinion.Line)))
        .DistinctBy(image => image.Item1);

    private static string Column(string name) => name.ToLowerInvariant();

    private static bool IsDatabase(string path)
    {
        try
        {
            var start = new byte[16];
            using var file = RegularFile.OpenHandle(path);
            return RandomAccess.Read(file, start, 0) == start.Length && start.AsSpan().SequenceEqual("SQLite format 3\0"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }
}
