using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Tests.Support;

namespace Giqa.Tests.Agreement.Labelling;

public sealed class LabelStoreTests : IDisposable
{
    internal const string HostileName = "a,\"b\"\n<script>alert(1)</script>'; DROP TABLE judgements;--.png";

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("labels.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AfterCreate_GivesBackWhatWentIn()
    {
        LabelImage[] images = [new(HostileName) { Path = "/x/y", Set = "a", Iteration = 7, Quality = .25 }, new("2.png")];
        using (LabelStore.Create(FilePath, new LabelSettings(["in, put"], ulong.MaxValue), images, [new ImagePair(0, 1)]))
        {
        }

        using var store = LabelStore.Open(FilePath);

        Assert.Equal(images, store.Images);
        Assert.Equal(1, store.PairCount);
        Assert.Equal("in, put", Assert.Single(store.Settings.Inputs));
        Assert.Equal(ulong.MaxValue, store.Settings.Seed);
    }

    [Fact]
    public void Record_ThenOpenAgain_GoesOnWhereItStopped()
    {
        using (var store = Create(5))
        {
            Answer(store, "ann", LabelAnswer.Left);
            Answer(store, "ann", LabelAnswer.Skip);
        }

        using var again = LabelStore.Open(FilePath);

        Assert.Equal([2, 3, 4], again.Upcoming("ann", 9).Select(task => task.Pair));
        Assert.Equal(5, again.Upcoming("bob", 9).Count);
        Assert.Equal((1, 1), (again.ProgressOf("ann").Judged, again.ProgressOf("ann").Skipped));
    }

    [Fact]
    public void Upcoming_SeveralObservers_SeeTheSamePairsInTheirOwnSides()
    {
        using var store = Create(100);

        var (ann, bob) = (store.Upcoming("ann", 100), store.Upcoming("bob", 100));

        Assert.Equal(ann, store.Upcoming("ann", 100));
        Assert.Equal(ann.Select(task => task.Pair), bob.Select(task => task.Pair));
        Assert.InRange(ann.Count(task => task.Left < task.Right), 30, 70);
        Assert.InRange(ann.Zip(bob).Count(both => both.First.Left != both.Second.Left), 30, 70);
    }

    [Fact]
    public void Undo_TakesBackTheObserversOwnLatest()
    {
        using var store = Create(3);
        var first = Answer(store, "ann", LabelAnswer.Left);
        var second = Answer(store, "ann", LabelAnswer.Right);
        _ = Answer(store, "bob", LabelAnswer.Tie);

        Assert.Equal(second, store.Undo("ann"));
        Assert.Equal(second, store.Upcoming("ann", 1)[0]);
        Assert.Equal(first, store.Undo("ann"));
        Assert.Null(store.Undo("ann"));
        Assert.Equal(1, store.ProgressOf("bob").Judged);
    }

    [Fact]
    public void Record_SamePairAgain_ReplacesAndIsTheLatest()
    {
        using var store = Create(2);
        var first = Answer(store, "ann", LabelAnswer.Left);
        _ = Answer(store, "ann", LabelAnswer.Left);

        store.Record("ann", first, LabelAnswer.Tie);

        Assert.Equal([PairChoice.Left, PairChoice.Tie], store.Judgements().Select(judgement => judgement.Choice));
        Assert.Equal(first, store.Undo("ann"));
    }

    [Fact]
    public void Record_PairThatIsNotThere_IsRefused()
    {
        using var store = Create(2);

        _ = Assert.Throws<ArgumentException>(() => store.Record("ann", new LabelTask(2, 0, 1), LabelAnswer.Left));
        _ = Assert.Throws<ArgumentException>(() => store.Record("ann", new LabelTask(0, 0, 0), LabelAnswer.Left));
        _ = Assert.Throws<ArgumentException>(() => store.Record("ann", new LabelTask(0, -1, 1), LabelAnswer.Left));
    }

    [Fact]
    public void Judgements_LeaveSkippedOutAndKeepSidesAsShown()
    {
        using var store = Create(4);
        var shown = Answer(store, "ann", LabelAnswer.Right);
        _ = Answer(store, "ann", LabelAnswer.Skip);

        var judgement = Assert.Single(store.Judgements());

        Assert.Equal(store.Images[shown.Left].Name, judgement.Left);
        Assert.Equal(store.Images[shown.Right].Name, judgement.Right);
        Assert.Equal((PairChoice.Right, "ann"), (judgement.Choice, judgement.Observer));
    }

    [Fact]
    public void SetScores_Twice_KeepsTheLatest()
    {
        using var store = Create(2);
        double?[] scores = [.. store.Images.Select((_, i) => i == 0 ? null : (double?)i)];

        store.SetScores(new LabelScorer("m.giqa", scores, scores));
        store.SetScores(new LabelScorer("other.giqa", scores, scores));
        store.SetScores(new LabelScorer("m.giqa", [.. scores.Select(score => -score)], scores));

        var scorers = store.Scorers();
        Assert.Equal(["m.giqa", "other.giqa"], scorers.Select(scorer => scorer.Name));
        Assert.Null(scorers[0].Scores[0]);
        Assert.Equal(-1, scorers[0].Scores[1]);
    }

    [Fact]
    public void AddPairs_AfterSome_ComeLast()
    {
        using var store = Create(2);

        store.AddPairs([new ImagePair(0, 2)]);

        Assert.Equal([0, 1, 2], store.Upcoming("ann", 9).Select(task => task.Pair));
    }

    [Fact]
    public void Create_FileThatExists_IsRefusedAndLeftAlone()
    {
        File.WriteAllText(FilePath, "mine");

        _ = Assert.Throws<GiqaException>(() => Create(1));

        Assert.Equal("mine", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("no database at all")]
    [InlineData(null)]
    public void Open_SomethingElse_SaysSoInOneLine(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(FilePath, new string('x', 5000) + content);
        }

        var error = Assert.Throws<GiqaException>(() => LabelStore.Open(FilePath));

        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" ann ", "ann")]
    [InlineData("<b>", "<b>")]
    public void NameOf_Name_IsTrimmed(string given, string kept) => Assert.Equal(kept, LabelStore.NameOf(given));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("two\nlines")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public void NameOf_NoName_IsRefused(string? given) => Assert.Throws<GiqaException>(() => LabelStore.NameOf(given));

    private static LabelTask Answer(LabelStore store, string observer, LabelAnswer answer)
    {
        var task = store.Upcoming(observer, 1)[0];
        store.Record(observer, task, answer, TimeSpan.FromSeconds(1));
        return task;
    }

    private LabelStore Create(int pairs)
    {
        LabelImage[] images = [.. Enumerable.Range(0, pairs + 1).Select(i => new LabelImage($"{i}.png"))];
        return LabelStore.Create(FilePath, new LabelSettings([]), images, [.. Enumerable.Range(0, pairs).Select(i => new ImagePair(i, i + 1))]);
    }
}
