using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Losses;
using Giqa.Training.Risa;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Risa;

/// <summary>RISA's three losses against their formulas in float64.</summary>
[Collection(TorchTests.Name)]
public sealed class RisaObjectiveTests(TorchFixture torch)
{
    private static readonly float[] Logits = [2, -1, .5f, -.25f, 3, -4];

    [Fact]
    public void Supervision_Classifiers_IsTheMeanCrossEntropyOfTheLabelsBits() => torch.Run(() =>
    {
        var loss = new RisaObjective([.3, .6, 1]).Supervision(Tensor.From(Logits, 2, 3), [.6, 1]);

        double[] bits = [1, 1, 0, 1, 1, 1];
        Assert.Equal(LossDefinition.BinaryCrossEntropy(Logits, bits), loss.Item(), 1e-6);
    });

    [Fact]
    public void Supervision_Regression_IsTheMeanSquaredDifference() => torch.Run(() =>
    {
        var loss = new RisaObjective([]).Supervision(Tensor.From(Logits[..2], 2, 1), [.6, 1]);

        Assert.Equal(LossDefinition.Squared(Logits[..2], [.6, 1]), loss.Item(), 1e-6);
    });

    [Fact]
    public void UpperBound_IsSupervisionByTheLabelOne() => torch.Run(() =>
    {
        double[] ones = [1, 1, 1, 1, 1, 1];
        Assert.Equal(LossDefinition.BinaryCrossEntropy(Logits, ones), new RisaObjective([.3, .6, 1]).UpperBound(Tensor.From(Logits, 2, 3)).Item(), 1e-6);
        Assert.Equal(LossDefinition.Squared(Logits, ones), new RisaObjective([]).UpperBound(Tensor.From(Logits, 6, 1)).Item(), 1e-6);
    });

    /// <summary>Rows 0 and 2 share a reference: neither is the other's negative. Row 1 is no good image, but its reference is a negative.</summary>
    [Fact]
    public void Contrast_IsTheCrossEntropyOfTheOwnReferenceAmongTheOthers() => torch.Run(() =>
    {
        using var network = new RisaNetwork(24, 4, 3, monotone: false);
        var (references, images) = (Styles(4, 1), Styles(4, 2));
        int[] numbers = [7, 8, 7, 9], good = [0, 2, 3];

        using var loss = RisaObjective.Contrast(network, Rows(references), Rows(images), numbers, good);

        var classifiers = Split(network.ToClassifiers());
        double Logit(int image, int reference) => classifiers.Average(one => Math.Log(1 / ((1 / one.Score(references[reference], images[image])) - 1)));
        var expected = good.Average(row =>
        {
            int[] rivals = [row, .. Enumerable.Range(0, 4).Where(other => numbers[other] != numbers[row])];
            return LossDefinition.CrossEntropy([.. rivals.Select(reference => Logit(row, reference))], 0);
        });
        Assert.Equal(expected, loss!.Item(), 1e-5);
    });

    [Fact]
    public void Contrast_WithoutAGoodImageOrASecondReference_IsNone() => torch.Run(() =>
    {
        using var network = new RisaNetwork(24, 4, 3);
        Assert.Null(RisaObjective.Contrast(network, Rows(Styles(2, 1)), Rows(Styles(2, 2)), [0, 1], []));
        Assert.Null(RisaObjective.Contrast(network, Rows(Styles(2, 1)), Rows(Styles(2, 2)), [5, 5], [0, 1]));
    });

    /// <summary>One set of classifiers an output, so that each gives its own sigmoid.</summary>
    private static PairClassifiers[] Split(PairClassifiers all) =>
    [
        .. Enumerable.Range(0, all.Output.Bias.Length).Select(i => new PairClassifiers(
            all.Hidden.Weight, all.Hidden.Bias, all.Output.Weight[(i * all.Hidden.Bias.Length)..((i + 1) * all.Hidden.Bias.Length)], [all.Output.Bias[i]])),
    ];

    private static float[][] Styles(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, StyleExtractor.StyleLength).Select(_ => (float)random.NextGaussian()).ToArray())];
    }

    private static Tensor Rows(float[][] rows) => Tensor.From([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
