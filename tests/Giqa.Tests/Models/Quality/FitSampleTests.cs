using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Quality;

public sealed class FitSampleTests
{
    [Fact]
    public void Fit_MoreImagesThanAsked_IsTheFitOfTheImagesDrawn()
    {
        var set = Make(300);
        var options = new FitOptions { MostImages = 200, Components = 1, Seed = 3, HoldOut = .1 };

        var model = QualityModel.Fit(set, options);
        var sample = FitSample.Of(set, options);
        var again = QualityModel.Fit(sample, options);

        Assert.Equal(200, sample.Matrix.Rows);
        Assert.Equal(sample.Items.Select(item => item.Name), sample.Items.Select(item => item.Name).Order(StringComparer.Ordinal));
        Assert.All(Enumerable.Range(0, 200), row => Assert.Equal(set.Matrix.Row(RowOf(set, sample.Items[row].Name)).ToArray(), sample.Matrix.Row(row).ToArray()));
        Assert.Equal(again.Score(set.Matrix), model.Score(set.Matrix));
        Assert.Contains("The model is fitted on 200 images drawn from 300.", model.Report.Warnings);
        Assert.DoesNotContain(again.Report.Warnings, warning => warning.Contains("drawn from", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_NoMoreThanAsked_IsTheSetItself()
    {
        var set = Make(50);
        Assert.Same(set, FitSample.Of(set, new FitOptions { MostImages = 50 }));
    }

    private static int RowOf(FeatureSet set, string name) => set.Items.Where(item => item.Fault is null).Select((item, row) => (item, row)).Single(pair => pair.item.Name == name).row;

    private static FeatureSet Make(int rows)
    {
        var random = new SeededRandom(1);
        var items = Enumerable.Range(0, rows + 1).Select(item => item == 7 ? new FeatureItem($"{item:D4}", ImageFault.Empty) : new FeatureItem($"{item:D4}")).ToList();
        return new FeatureSet(new FeatureMatrix(rows, 4, [.. Enumerable.Range(0, rows * 4).Select(_ => (float)random.NextGaussian())]), items, null, null);
    }
}
