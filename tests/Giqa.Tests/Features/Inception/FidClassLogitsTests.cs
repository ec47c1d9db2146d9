using Giqa.Features;
using Giqa.Features.Checkpoints;
using Giqa.Features.Inception;

namespace Giqa.Tests.Features.Inception;

public sealed class FidClassLogitsTests
{
    [Fact]
    public void Multiply_MoreRowsThanABlock_IsTheProductWithTheTransposedWeight()
    {
        var random = new Random(4);
        var features = new FeatureMatrix(300, 7, [.. Enumerable.Range(0, 2100).Select(_ => random.NextSingle())]);
        var weight = new TorchTensor([5, 7], [.. Enumerable.Range(0, 35).Select(_ => random.NextSingle())]);

        var logits = FidClassLogits.Multiply(features, weight);

        Assert.Equal((300, 5), (logits.Rows, logits.Columns));
        foreach (var (row, column) in new[] { (0, 0), (255, 4), (256, 0), (299, 4) })
        {
            var expected = Enumerable.Range(0, 7).Sum(i => (double)features.Row(row)[i] * weight.Values[(column * 7) + i]);
            Assert.Equal(expected, logits.Row(row)[column], 1e-5);
        }
    }

    [Fact]
    public void TryCompute_FeaturesOfAnotherBackbone_IsNull()
    {
        var set = new FeatureSet(new FeatureMatrix(1, 2, [1, 2]), [new FeatureItem("a")], new string('a', 64), "mobilenet-mid");

        Assert.Null(FidClassLogits.TryCompute(set, new BackboneStore(Directory.CreateTempSubdirectory("giqa-").FullName)));
    }
}
