using Giqa.Storage;

namespace Giqa.Scores;

/// <summary>
/// Scores on disk: CSV (<c>image,score,quality,status,detail</c>, quoted according to RFC 4180, lines end in LF) or JSON lines with
/// the same fields. Scores of pairs have <c>reference,source</c> after those, scores with a known uncertainty <c>score_sd</c>,
/// those of a model with people's shares <c>preferred,preferred_low,preferred_high</c>. Rows with extras then have the requested columns out of
/// <c>realism,rarity,authentic,influence</c>. Numbers are invariant and read back to the same double.
/// </summary>
public static class ScoreFile
{
    /// <summary>Writes JSON lines when the name ends in <c>.jsonl</c>, CSV otherwise; whole or not at all.</summary>
    /// <param name="path">Where it goes; an existing file is replaced.</param>
    /// <param name="scores">The rows, in the order of the file.</param>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ImageScore> scores) => AtomicFile.Write(path, stream =>
    {
        if (IsJsonLines(path))
        {
            WriteJsonLines(stream, scores);
        }
        else
        {
            WriteCsv(stream, scores);
        }
    });

    /// <summary>Writes CSV.</summary>
    public static void WriteCsv(Stream stream, IReadOnlyList<ImageScore> scores) => ScoreCsv.Write(stream, scores);

    /// <summary>Writes JSON lines.</summary>
    public static void WriteJsonLines(Stream stream, IReadOnlyList<ImageScore> scores) => ScoreJsonLines.Write(stream, scores);

    /// <summary>Reads what <see cref="Write"/> wrote; CSV columns may be in any order, with others among them.</summary>
    /// <exception cref="GiqaException">The file is missing or a line is wrong; the message names the line.</exception>
    public static IReadOnlyList<ImageScore> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = RegularFile.OpenRead(path);
            using var reader = new StreamReader(stream);
            return IsJsonLines(path) ? ScoreJsonLines.Read(reader, path) : ScoreCsv.Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    private static bool IsJsonLines(string path) => path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
}
