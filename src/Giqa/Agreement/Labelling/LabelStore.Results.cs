namespace Giqa.Agreement.Labelling;

/// <summary>What people said, and how scorers compare.</summary>
internal sealed partial class LabelStore
{
    /// <summary>Every observer who has judged, by name.</summary>
    public IReadOnlyList<LabelProgress> Progress() => Work(() =>
        Query("SELECT observer, answer, milliseconds FROM judgements", reader => (Observer: reader.GetString(0), Skipped: reader.GetString(1) == "skip", Milliseconds: reader.IsDBNull(2) ? (long?)null : reader.GetInt64(2)))
            .GroupBy(row => row.Observer, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new LabelProgress(group.Key, group.Count(row => !row.Skipped), group.Count(row => row.Skipped), Median([.. group.Where(row => !row.Skipped).Select(row => row.Milliseconds).OfType<long>().Order()]) / 1000))
            .ToList());

    /// <summary>One observer's figures, zero for one who has not begun.</summary>
    public LabelProgress ProgressOf(string observer) =>
        Progress().FirstOrDefault(progress => progress.Observer == observer) ?? new LabelProgress(observer, 0, 0, null);

    /// <summary>All judgements but the skipped ones as pairs, left and right as they were shown, in the order in which they were given.</summary>
    /// <param name="nameOf">An image's name in them; null for its own.</param>
    public IReadOnlyList<PairJudgement> Judgements(Func<LabelImage, string>? nameOf = null) => Work(() =>
        Query("SELECT pair, \"left\", answer, observer FROM judgements WHERE answer <> 'skip' ORDER BY id", reader =>
        {
            var (pair, left) = (_pairs[reader.GetInt32(0)], reader.GetInt32(1));
            var (leftImage, rightImage) = (Images[left], Images[pair.Other(left)]);
            return new PairJudgement(nameOf?.Invoke(leftImage) ?? leftImage.Name, nameOf?.Invoke(rightImage) ?? rightImage.Name, Enum.Parse<PairChoice>(reader.GetString(2), ignoreCase: true), reader.GetString(3), 0);
        }).Select((judgement, row) => judgement with { Line = row + 2 }).ToList());

    /// <summary>Saves the scores of a scorer, replacing those of an earlier one with the same name.</summary>
    /// <exception cref="ArgumentException">There is not one score and one quality per image.</exception>
    public void SetScores(LabelScorer scorer)
    {
        if (scorer.Scores.Count != Images.Count || scorer.Qualities.Count != Images.Count)
        {
            throw new ArgumentException($"there are {Images.Count} images, but {scorer.Scores.Count} scores and {scorer.Qualities.Count} qualities", nameof(scorer));
        }

        _ = Work(() =>
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var id = Query("INSERT INTO scorers (name) VALUES ($name) ON CONFLICT (name) DO UPDATE SET name = $name RETURNING id", reader => reader.GetInt64(0), ("$name", scorer.Name)).Single();
            _ = LabelFile.Execute(_connection, "DELETE FROM scores WHERE scorer = $scorer", ("$scorer", id));
            for (var image = 0; image < Images.Count; image++)
            {
                _ = LabelFile.Execute(_connection, "INSERT INTO scores VALUES ($scorer, $image, $score, $quality)", ("$scorer", id), ("$image", image), ("$score", scorer.Scores[image]), ("$quality", scorer.Qualities[image]));
            }

            transaction.Commit();
            return true;
        });
    }

    /// <summary>The scorers, in the order in which they were added.</summary>
    public IReadOnlyList<LabelScorer> Scorers() => Work(() => Query("SELECT id, name FROM scorers ORDER BY id", reader => (Id: reader.GetInt64(0), Name: reader.GetString(1))).ConvertAll(scorer =>
    {
        var rows = Query("SELECT score, quality FROM scores WHERE scorer = $scorer ORDER BY image", reader => (Score: reader.IsDBNull(0) ? (double?)null : reader.GetDouble(0), Quality: reader.IsDBNull(1) ? (double?)null : reader.GetDouble(1)), ("$scorer", scorer.Id));
        return new LabelScorer(scorer.Name, rows.ConvertAll(row => row.Score), rows.ConvertAll(row => row.Quality));
    }));

    private static double? Median(long[] sorted) => sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
}

/// <summary>The progress of one observer.</summary>
/// <param name="Observer">Who.</param>
/// <param name="Judged">Pairs with an answer: left, right or tie.</param>
/// <param name="Skipped">Pairs without one.</param>
/// <param name="Seconds">The median time of an answer in seconds; null where none was taken.</param>
internal sealed record LabelProgress(string Observer, int Judged, int Skipped, double? Seconds);
