using System.Text;
using Giqa.Features;
using Giqa.Storage;
using Giqa.Tests.Support;
using Giqa.WeightMaker;

namespace Giqa.Tests.Features;

public class BuiltInBackboneTests
{
    [Theory]
    [InlineData("mobilenet-mid", 224, 1536)]
    [InlineData("mobilenet-low", 224, 1248)]
    [InlineData("inception-mid", 299, 768)]
    public void Extract_PicturesOfTheGolden_AgreesWithTensorFlowJs(string name, int size, int featureCount)
    {
        var golden = Npy.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tfjs", name + ".npy")).ToSingle();
        using var extractor = new FeatureExtractor(new BackboneStore().Open(name));

        var features = GoldenImages.Draw(size).SelectMany(extractor.Extract).ToArray();

        Assert.Equal(2 * featureCount, features.Length);
        var largest = golden.Max(Math.Abs);
        var worst = golden.Zip(features, (expected, actual) => Math.Abs(expected - actual)).Max();
        Assert.True(worst < 1e-4 * largest, $"worst difference {worst}, largest value {largest}");
    }

    /// <summary>Whoever changes these makes every model and feature file of the backbone useless.</summary>
    [Theory]
    [InlineData("mobilenet-mid", "c95b29354f4d4312e8f210b22f5aa4ca5176dae48d9725cda66693c8d3ded028")]
    [InlineData("mobilenet-low", "dcb4434c91c045ff228bd637155821c91d09593f9f5756d5df63abb5992001a1")]
    [InlineData("inception-mid", "bea797c6f29bd561e45fb3008b9fabc848b9eec9e5b782a792d6c82aacad26e5")]
    public void Fingerprint_OfTheNetwork_StaysForEver(string name, string fingerprint) =>
        Assert.Equal(fingerprint, new BackboneStore().Open(name).Fingerprint);

    [Theory]
    [InlineData("mobilenet-mid")]
    [InlineData("mobilenet-low")]
    [InlineData("inception-mid")]
    public void Network_MadeAnewOfThePublishedFiles_IsTheOneInTheLibrary(string name)
    {
        var backbone = new BackboneStore().Open(name);

        var (model, originHash) = BackboneRecipe.All.Single(recipe => recipe.Name == name).Make(Repository.PathOf("node_modules", "nsfwjs"));

        Assert.Equal(backbone.WeightsHash, originHash);
        Assert.Equal(backbone.LoadModel(), model);
    }

    [Fact]
    public void Network_InTheLibrary_SaysWhereItComesFrom()
    {
        var model = Encoding.Latin1.GetString(new BackboneStore().Open("mobilenet-mid").LoadModel());

        Assert.All(
            ["npm nsfwjs 4.4.0, models/mobilenet_v2", "16076d44365b4c976a3649384122056b504f63603cff79821d22e65e2c4be9a3", "MIT", "Copyright (c) 2019 Infinite Red, Inc."],
            words => Assert.Contains(words, model, StringComparison.Ordinal));
    }
}
