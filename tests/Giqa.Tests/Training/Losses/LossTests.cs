using Giqa.Training.Losses;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Losses;

[Collection(TorchTests.Name)]
public sealed class LossTests(TorchFixture torch)
{
    [Fact]
    public void Losses_GoldenInputs_EqualPyTorch() => torch.Run(() =>
    {
        using var golden = new Golden("losses");
        var (a, b, targets, weights) = (golden.Tensor("a"), golden.Tensor("b"), golden.Tensor("targets"), golden.Tensor("weights"));
        var expected = new Dictionary<string, Tensor>
        {
            ["binary"] = Loss.BinaryCrossEntropy(a, targets),
            ["binary_weighted"] = Loss.BinaryCrossEntropy(a, targets, weights),
            ["cross"] = Loss.CrossEntropy(a, golden.Tensor("classes")),
            ["absolute"] = Loss.Absolute(a, b),
            ["squared"] = Loss.Squared(a, b),
            ["discriminator"] = GanLoss.NonSaturatingDiscriminator(a, b),
            ["discriminator_weighted"] = GanLoss.NonSaturatingDiscriminator(a, b, weights),
            ["generator"] = GanLoss.NonSaturatingGenerator(a),
            ["critic"] = GanLoss.WassersteinCritic(a, b),
            ["critic_generator"] = GanLoss.WassersteinGenerator(a),
        };
        foreach (var (key, loss) in expected)
        {
            golden.Equal(key, loss, 1e-6);
        }
    });

    [Fact]
    public void R1_OfALinearDiscriminator_IsHalfGammaTimesItsSquaredSlope() => torch.Run(() =>
    {
        var slope = Tensor.From([3f, 4], 2);
        var penalty = GradientPenalty.R1(images => (images * slope).Sum([1]), Tensor.RandomNormal(5, 2), 0.2);
        Assert.Equal(0.2 / 2 * 25, penalty.Item(), 1e-5);
    });

    [Fact]
    public void Wasserstein_OfALinearCritic_IsTheSquaredDistanceOfItsSlopeFromOne() => torch.Run(() =>
    {
        var slope = Tensor.From([3f, 4], 2);
        var penalty = GradientPenalty.Wasserstein(images => (images * slope).Sum([1]), Tensor.RandomNormal(5, 2), Tensor.RandomNormal(5, 2), Op.Sigmoid.Call(Tensor.RandomNormal(5, 1)));
        Assert.Equal(16, penalty.Item(), 1e-4);
    });
}
