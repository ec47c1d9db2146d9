using Giqa.Models;

namespace Giqa.Tests.Models;

public class GaussianMixtureSelectionTests
{
    [Fact]
    public void Choose_OfFourClusters_FindsFour()
    {
        var rows = GaussianMixtureTests.Clusters(count: 1200, dimensions: 16, clusters: 4);
        var options = new GaussianMixtureOptions { Components = 1, Covariance = CovarianceKind.Diagonal, Restarts = 3 };

        var selection = GaussianMixtureSelection.Choose(rows.AsSpan(0, 900 * 16), 900, rows.AsSpan(900 * 16), 300, [1, 2, 4, 12], options);

        Assert.Equal(4, selection.Best.Components);
        Assert.Equal(4, selection.Candidates.MinBy(candidate => candidate.Bic)!.Components);
        Assert.Equal([1, 2, 4, 12], selection.Candidates.Select(candidate => candidate.Components));
    }

    [Fact]
    public void Choose_ReportsWhatTheMixtureSays()
    {
        var rows = GaussianMixtureTests.Clusters(count: 400, dimensions: 6, clusters: 4);
        var (training, heldOut) = (rows[..(300 * 6)], rows[(300 * 6)..]);

        var selection = GaussianMixtureSelection.Choose(training, 300, heldOut, 100, [3], new GaussianMixtureOptions { Components = 1 });

        var candidate = Assert.Single(selection.Candidates);
        Assert.Equal(selection.Best.MeanLogDensity(heldOut, 100), candidate.HeldOutLogDensity);
        Assert.Equal(selection.Best.MeanLogDensity(training, 300), candidate.TrainingLogDensity);
        Assert.Equal(selection.Best.Bic(training, 300), candidate.Bic, 1e-6);
    }

    [Fact]
    public void Choose_ThreeNumbersInARowNoBetter_TriesNoMore()
    {
        var rows = GaussianMixtureTests.Clusters(count: 400, dimensions: 6, clusters: 1);

        var selection = GaussianMixtureSelection.Choose(
            rows.AsSpan(0, 300 * 6), 300, rows.AsSpan(300 * 6), 100, [1, 20, 30, 40, 50, 60], new GaussianMixtureOptions { Components = 1 });

        Assert.Equal(1, selection.Best.Components);
        Assert.Equal([1, 20, 30, 40], selection.Candidates.Select(candidate => candidate.Components));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 2)]
    [InlineData(1000, 50)]
    [InlineData(1_000_000, 100)]
    public void CandidatesFor_LeavesTwentyRowsToEach(int rows, int most) =>
        Assert.Equal(most, GaussianMixtureSelection.CandidatesFor(rows).Max());

    [Fact]
    public void Choose_OfNothing_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => GaussianMixtureSelection.Choose([1, 2], 2, [1], 1, [], new GaussianMixtureOptions { Components = 1 }));
}
