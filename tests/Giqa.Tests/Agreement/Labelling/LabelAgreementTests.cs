using Giqa.Agreement;
using Giqa.Agreement.Labelling;

namespace Giqa.Tests.Agreement.Labelling;

public sealed class LabelAgreementTests
{
    private static readonly LabelImage[] Images = [new("a"), new("b"), new("c"), new("unscored")];

    [Fact]
    public void Of_Judgements_CountsAndSortsWhatIsOrderedDifferently()
    {
        PairJudgement[] judgements = [Say("a", "b", PairChoice.Left), Say("b", "c", PairChoice.Right), Say("a", "c", PairChoice.Left), Say("a", "c", PairChoice.Tie), Say("a", "unscored", PairChoice.Left)];

        var agreement = LabelAgreement.Of(Images, judgements, new LabelScorer("m", [1, 2, 9, null], [.1, .2, .9, null]));

        Assert.Equal((4, 1), (agreement.Accuracy!.Pairs, agreement.Accuracy.Skipped.Count));
        Assert.Equal(1.5 / 4, agreement.Accuracy.Accuracy, 12);
        Assert.Equal([(0, 2), (0, 1)], agreement.Disagreements.Select(pair => (pair.Preferred, pair.Other)));
        Assert.Equal(.8, agreement.Disagreements[0].Gap, 12);
    }

    [Fact]
    public void Of_ScoresWithoutQualities_MeasuresGapsInRanks()
    {
        var agreement = LabelAgreement.Of(Images, [Say("a", "c", PairChoice.Left)], new LabelScorer("m", [1, 200, 3000, null], [null, null, null, null]));

        Assert.Equal(2.0 / 3, Assert.Single(agreement.Disagreements).Gap, 12);
    }

    [Fact]
    public void Of_NothingScored_HasNoAccuracy()
    {
        var agreement = LabelAgreement.Of(Images, [Say("a", "unscored", PairChoice.Left)], new LabelScorer("m", [1, 2, 3, null], [.1, .2, .3, null]));

        Assert.Null(agreement.Accuracy);
        Assert.Empty(agreement.Disagreements);
    }

    private static PairJudgement Say(string left, string right, PairChoice choice) => new(left, right, choice, null, 0);
}
