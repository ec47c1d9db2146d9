using System.Text;
using Giqa.Storage;

namespace Giqa.Agreement;

/// <summary>Labelled pairs: a CSV with <c>left,right,choice</c> and optionally <c>observer</c>, in any order of columns.</summary>
internal static class PairFile
{
    private const string Header = "left,right,choice[,observer]";

    /// <summary>Reads a file.</summary>
    /// <exception cref="GiqaException">The file cannot be read, or a line is wrong: the message names it.</exception>
    public static IReadOnlyList<PairJudgement> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var table = CsvTable.Read(path);
        var left = table.Require("left", Header);
        var right = table.Require("right", Header);
        var choice = table.Require("choice", Header);
        var observer = table.Has("observer") ? table.Require("observer", Header) : -1;
        var pairs = new List<PairJudgement>(table.Rows.Count);
        foreach (var (line, fields) in table.Rows)
        {
            if (fields[left].Length == 0 || fields[right].Length == 0 || fields[left] == fields[right])
            {
                throw new GiqaException($"{path}, line {line}: two different images are expected, but left is '{fields[left]}' and right '{fields[right]}'");
            }

            var who = observer >= 0 && fields[observer].Length > 0 ? fields[observer] : null;
            pairs.Add(new PairJudgement(fields[left], fields[right], ParseChoice(path, line, fields[choice]), who, line));
        }

        return pairs.Count > 0 ? pairs : throw new GiqaException($"{path} holds no pairs below its header");
    }

    /// <summary>Writes <c>left,right,choice,observer</c>; names read back unchanged, whatever characters they contain.</summary>
    /// <param name="path">Where it goes; an existing file is replaced, whole or not at all.</param>
    /// <param name="judgements">The rows, in the order of the file.</param>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<PairJudgement> judgements)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, Format(judgements));
    }

    /// <summary>The text of a file of pairs, as <see cref="Write"/> writes it.</summary>
    public static string Format(IReadOnlyList<PairJudgement> judgements)
    {
        var text = new StringBuilder("left,right,choice,observer\n");
        foreach (var judgement in judgements)
        {
            _ = text.Append(CsvRecord.Join(judgement.Left, judgement.Right, judgement.Choice.ToString().ToLowerInvariant(), judgement.Observer ?? string.Empty)).Append('\n');
        }

        return text.ToString();
    }

    private static PairChoice ParseChoice(string path, int line, string text) => text.ToLowerInvariant() switch
    {
        "left" => PairChoice.Left,
        "right" => PairChoice.Right,
        "tie" => PairChoice.Tie,
        _ => throw new GiqaException($"{path}, line {line}: the choice is '{text}', but only left, right and tie are allowed"),
    };
}
