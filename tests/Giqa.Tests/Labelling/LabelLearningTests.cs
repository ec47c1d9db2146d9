using Giqa.Agreement.Labelling;
using Giqa.Features;
using Giqa.Numerics;
using Giqa.Tests.Models.Preference;
using Giqa.Tests.Support;

namespace Giqa.Tests.Labelling;

public sealed class LabelLearningTests : IDisposable
{
    private const string Ann = "ann";
    private const int Pairs = 150;

    private readonly TemporaryFolder _folder = new();
    private readonly FeatureSet _images = Judges.Images(90, 1);
    private readonly LabelStore _labelling;
    private readonly LabelLearning _learning;

    public LabelLearningTests()
    {
        var random = new SeededRandom(2);
        ImagePair[] pairs = [.. Enumerable.Range(0, 400).Select(_ => random.Choose(90, 2)).Select(pair => new ImagePair(pair.Min(), pair.Max())).Distinct().Take(Pairs)];
        _labelling = LabelStore.Create(_folder.File("l.db"), new LabelSettings(["x"]), [.. _images.Items.Select(item => new LabelImage(item.Name))], pairs);
        _learning = new LabelLearning(_labelling, _images);
    }

    public void Dispose()
    {
        _labelling.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Learn_BeforeTwentyJudgements_AsksOnceForPairsOfImagesThatDiffer()
    {
        Learn();
        int[] order = [.. _labelling.Upcoming(Ann, Pairs).Select(task => task.Pair)];
        Assert.NotEqual(Enumerable.Range(0, Pairs), order);
        Assert.Equal(Enumerable.Range(0, Pairs), order.Order());
        Assert.True(order.Take(20).Average(Apart) > 1.1 * order.Average(Apart));

        Judge(19);
        Learn();
        Assert.Equal(order.Skip(19), _labelling.Upcoming(Ann, Pairs).Select(task => task.Pair));
        Judge(1);
        Learn();
        Assert.NotEqual(order.Skip(20), _labelling.Upcoming(Ann, Pairs).Select(task => task.Pair));
        Assert.Equal([20], _learning.Steps.Select(step => step.Judgements));
    }

    [Fact]
    public void Learn_AfterThirtyJudgements_AsksForPairsThatNobodyJudged_AndForEachOnce()
    {
        Judge(30);
        Learn();
        var upcoming = _labelling.Upcoming(Ann, Pairs).Select(task => task.Pair).ToArray();
        Assert.NotEqual(Enumerable.Range(30, Pairs - 30), upcoming);
        Assert.Equal(Enumerable.Range(30, Pairs - 30), upcoming.Order());
        Assert.DoesNotContain(_labelling.Upcoming("bob", 40), task => task.Pair < 30);
        Assert.Equal(Pairs, _labelling.Upcoming("bob", Pairs).Select(task => task.Pair).Distinct().Count());
    }

    [Fact]
    public void Steps_EveryTwentyJudgements_RiseWithWhatIsKnown()
    {
        for (var judged = 0; judged < Pairs; judged += 10)
        {
            Judge(10);
            Learn();
        }

        Assert.Equal([20, 40, 60, 80, 100, 120, 140], _learning.Steps.Select(step => step.Judgements));
        Assert.All(_learning.Steps, step => Assert.True(step.Low <= step.Accuracy && step.Accuracy <= step.High && step.Tested > 0 && step.Tested <= step.Judgements));
        Assert.True(_learning.Steps[^1].Expected > _learning.Steps[0].Expected + .05);
        Assert.True(_learning.Steps[^1].Accuracy > .6);
    }

    [Fact]
    public void Learn_JudgementsTakenBack_MeasuresAnew()
    {
        Judge(41);
        Learn();
        for (var i = 0; i < 5; i++)
        {
            _ = _labelling.Undo(Ann);
        }

        Learn();
        Judge(5);
        Learn();
        Assert.Equal([20, 40], _learning.Steps.Select(step => step.Judgements));
        Assert.False(_learning.Learn(default));
    }

    private double Apart(int pair) =>
        StableSums.SquaredDistance(_images.Matrix.Row(_labelling.Pairs()[pair].First), _images.Matrix.Row(_labelling.Pairs()[pair].Second));

    private void Learn()
    {
        while (_learning.Learn(default))
        {
        }
    }

    private void Judge(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var task = _labelling.Upcoming(Ann, 1)[0];
            var left = Judges.Utility(_images.Matrix.Row(task.Left)) > Judges.Utility(_images.Matrix.Row(task.Right));
            _labelling.Record(Ann, task, left ? LabelAnswer.Left : LabelAnswer.Right);
        }
    }
}
