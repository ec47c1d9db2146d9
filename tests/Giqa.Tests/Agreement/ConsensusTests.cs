using Giqa.Agreement;

namespace Giqa.Tests.Agreement;

public sealed class ConsensusTests
{
    private static readonly PairJudgement[] Judgements =
    [
        Judge("a", "b", PairChoice.Left, "1"),
        Judge("b", "a", PairChoice.Right, "2"),
        Judge("a", "b", PairChoice.Left, "3"),
        Judge("c", "d", PairChoice.Left, "1"),
        Judge("c", "d", PairChoice.Left, "2"),
        Judge("c", "d", PairChoice.Right, "3"),
        Judge("e", "f", PairChoice.Tie, "1"),
    ];

    [Theory]
    [InlineData(nameof(ConsensusRule.Unanimous), 2, 1)]
    [InlineData(nameof(ConsensusRule.Majority), 3, 0)]
    [InlineData(nameof(ConsensusRule.None), 7, 0)]
    public void Filter_ThreeObservers_KeepsWhatTheRuleAccepts(string rule, int kept, int dropped)
    {
        var (pairs, lost) = Consensus.Filter(Judgements, Enum.Parse<ConsensusRule>(rule));

        Assert.Equal((kept, dropped), (pairs.Count, lost));
    }

    [Fact]
    public void Filter_PairTheOtherWayRound_IsTheSamePair()
    {
        var pair = Consensus.Filter(Judgements, ConsensusRule.Unanimous).Pairs[0];

        Assert.Equal(("a", "b", PairChoice.Left), (pair.Left, pair.Right, pair.Choice));
    }

    [Fact]
    public void Measure_ThreeObservers_GivesFleissKappa()
    {
        // Pair 1: 3 of 3 agree; pair 2: 1 of 3 pairs of judgements agree. Left was chosen 5 times of 6.
        var agreement = Consensus.Measure(Judgements)!;

        Assert.Equal((2, 3), (agreement.Pairs, agreement.Observers));
        Assert.Equal(2.0 / 3.0, agreement.PercentAgreement, 1e-12);
        Assert.Equal(((2.0 / 3.0) - (26.0 / 36.0)) / (1.0 - (26.0 / 36.0)), agreement.FleissKappa, 1e-12);
    }

    [Fact]
    public void Measure_EveryPairJudgedOnce_IsUnknown() => Assert.Null(Consensus.Measure([Judge("a", "b", PairChoice.Left, "1")]));

    private static PairJudgement Judge(string left, string right, PairChoice choice, string observer) => new(left, right, choice, observer, 2);
}
