using Giqa.Agreement.Preferences;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.Labelling;

/// <summary>
/// Learns what people prefer while they judge: of the planned pairs that have not been judged, those come first whose judgements are
/// expected to be most informative; and after every twenty judgements the accuracy of predicting them is measured.
/// </summary>
/// <remarks><see cref="Steps"/> may be read from several threads while one calls <see cref="Learn"/>.</remarks>
internal sealed class LabelLearning
{
    /// <summary>
    /// The judgements after which the order of the pairs is chosen by what was learned from them; before that by what the images differ
    /// in, whatever the first answers are.
    /// </summary>
    public const int FirstJudgements = InformativePairs.FirstJudgements;

    /// <summary>The judgements between two measurements.</summary>
    public const int StepJudgements = 20;

    // More than anyone answers before the next fit; the planned order follows.
    private const int Ahead = 40;
    private const int ExpectedPairs = 1000;

    private readonly LabelStore _labelling;
    private readonly FeatureMatrix _prepared;
    private readonly Dictionary<string, int> _rows;
    private JudgedImages? _survey;
    private volatile IReadOnlyList<LearningStep> _steps = [];
    private int _learned = -1;
    private int _measured;

    /// <summary>Prepares the images.</summary>
    /// <param name="labelling">The labelling.</param>
    /// <param name="features">Features of its images, by their names; pairs with images that have none keep their places.</param>
    public LabelLearning(LabelStore labelling, FeatureSet features)
    {
        _labelling = labelling;
        _prepared = PreferenceFit.Prepare(features).TransformSingle(features.Matrix, 1, CancellationToken.None);
        _rows = features.Items.Where(item => item.Fault is null).Index().ToDictionary(item => item.Item.Name, item => item.Index, StringComparer.Ordinal);
    }

    /// <summary>How well people are predicted, over the judgements; the first step is after <see cref="StepJudgements"/>.</summary>
    public IReadOnlyList<LearningStep> Steps => _steps;

    /// <summary>Learns from what has been judged since the last time: chooses the order of the pairs, or takes one measurement.</summary>
    /// <param name="cancellationToken">Checked per step of a fit.</param>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="GiqaException">The labelling cannot be read, or the images are all the same.</exception>
    public bool Learn(CancellationToken cancellationToken)
    {
        _survey ??= PreferenceFit.Survey(_prepared, 1, cancellationToken);
        var judgements = _labelling.Judgements();
        var labels = Labels(judgements);
        if (labels.Count != _learned && (labels.Count >= FirstJudgements || _learned < 0))
        {
            Order(_survey, labels, judgements, cancellationToken);
            _learned = labels.Count;
            return true;
        }

        // Withdrawn judgements may leave fewer.
        _measured = Math.Min(_measured, labels.Count / StepJudgements * StepJudgements);
        if (labels.Count < _measured + StepJudgements)
        {
            return false;
        }

        _measured += StepJudgements;
        Measure(_survey, labels.Select(Enumerable.Range(0, _measured)), cancellationToken);
        return true;
    }

    private PreferenceLabels Labels(IReadOnlyList<PairJudgement> judgements)
    {
        var (observers, comparisons) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<PreferenceComparison>());
        foreach (var judgement in judgements)
        {
            if (_rows.TryGetValue(judgement.Left, out var left) && _rows.TryGetValue(judgement.Right, out var right))
            {
                var who = judgement.Observer ?? string.Empty;
                var observer = observers.TryGetValue(who, out var number) ? number : observers[who] = observers.Count;
                comparisons.Add(new PreferenceComparison(left, right, judgement.Choice switch { PairChoice.Left => PreferenceOutcome.First, PairChoice.Right => PreferenceOutcome.Second, _ => PreferenceOutcome.Tie }, observer));
            }
        }

        return PreferenceLabels.Of(comparisons);
    }

    private void Order(JudgedImages survey, PreferenceLabels labels, IReadOnlyList<PairJudgement> judgements, CancellationToken cancellationToken)
    {
        var judged = judgements.SelectMany(judgement => ((string, string)[])[(judgement.Left, judgement.Right), (judgement.Right, judgement.Left)]).ToHashSet();
        var open = new List<(int Pair, int First, int Second)>();
        foreach (var (number, pair) in _labelling.Pairs().Index())
        {
            var (first, second) = (_labelling.Images[pair.First].Name, _labelling.Images[pair.Second].Name);
            if (!judged.Contains((first, second)) && _rows.TryGetValue(first, out var one) && _rows.TryGetValue(second, out var other))
            {
                open.Add((number, one, other));
            }
        }

        var chosen = InformativePairs.After(survey, labels, cancellationToken).Choose([.. open.Select(pair => (pair.First, pair.Second))], labels.Comparisons, Ahead);
        _labelling.AskFirst([.. chosen.Select(i => open[i].Pair)]);
    }

    private void Measure(JudgedImages survey, PreferenceLabels labels, CancellationToken cancellationToken)
    {
        int[] groups = [.. Enumerable.Range(0, _prepared.Rows)];
        var forecast = new PreferenceFolds(labels, groups, 0).Run(survey, [], 1, _ => { }, cancellationToken);
        var before = _steps.Where(step => step.Judgements < labels.Count);
        _steps = forecast.Figures is [var figure]
            ? [.. before, new LearningStep(labels.Count, forecast.Foretold.Count, figure.Value, figure.Low, figure.High, Expect(survey, labels, cancellationToken))]
            : [.. before];
    }

    private double Expect(JudgedImages survey, PreferenceLabels labels, CancellationToken cancellationToken)
    {
        var (pairs, random) = (new InformativePairs(survey.Rows, PreferenceFit.Run(survey, labels, hasSpread: true, cancellationToken)), new SeededRandom(0));
        return Enumerable.Range(0, ExpectedPairs).Average(_ => random.Choose(_prepared.Rows, 2) is [var first, var second] ? pairs.SureOrder(first, second) : .5);
    }
}

/// <summary>How well people can be predicted after the first judgements of a labelling.</summary>
/// <param name="Judgements">How many.</param>
/// <param name="Tested">How many of them were predicted, each from others that share no image with it; not like random pairs, once they are chosen.</param>
/// <param name="Accuracy">The share of those in the right order, ties counted one half; chance is .5.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Expected">The expected share of image pairs in the right order, given the uncertainty of the utilities.</param>
internal sealed record LearningStep(int Judgements, int Tested, double Accuracy, double Low, double High, double Expected);
