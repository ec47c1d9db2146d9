using Giqa.Features;
using Giqa.Models;

namespace Giqa.Tests.Models;

/// <summary>The paper's choices for features of any origin, and options that take their place.</summary>
public sealed class PaperChainTests
{
    private const int Dimensions = 5;
    private static readonly FeatureSet Reals = RealImages.Draw(600, Dimensions, 1, backbone: null);
    private static readonly FitOptions Paper = new() { Chain = ChainKind.Paper, Method = FitMethod.Sgm };

    [Theory]
    [InlineData(null, 1e-6)]
    [InlineData(.25, .25)]
    [InlineData(0.0, 0)]
    public void Score_OneGaussianWithoutPca_IsTheClosedForm(double? given, double ridge)
    {
        var model = QualityModel.Fit(Reals, Paper with { PcaRate = 0, Ridge = given });
        var fitted = HoldOutSplit.Draw(600, null, 0)[0].Fitted;
        var mean = new double[Dimensions];
        var covariance = new double[Dimensions, Dimensions];
        foreach (var row in fitted)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                mean[i] += Reals.Matrix.Row(row)[i] / (double)fitted.Length;
            }
        }

        foreach (var row in fitted)
        {
            for (var i = 0; i < Dimensions * Dimensions; i++)
            {
                var (a, b) = (i / Dimensions, i % Dimensions);
                covariance[a, b] += (Reals.Matrix.Row(row)[a] - mean[a]) * (Reals.Matrix.Row(row)[b] - mean[b]) / fitted.Length;
            }
        }

        for (var i = 0; i < Dimensions; i++)
        {
            covariance[i, i] += ridge;
        }

        var unseen = RealImages.Draw(20, Dimensions, 2).Matrix;
        var scores = model.Score(unseen);
        for (var row = 0; row < scores.Length; row++)
        {
            double[] apart = [.. Enumerable.Range(0, Dimensions).Select(i => unseen.Row(row)[i] - mean[i])];
            Assert.Equal(LogDensity(covariance, apart), scores[row], 1e-9 * Math.Abs(scores[row]));
        }
    }

    [Fact]
    public void Fit_PaperOnFeaturesOfNoBackbone_TakesItsLetter()
    {
        var used = QualityModel.Fit(Reals, Paper with { Method = FitMethod.Gmm, Components = 2 }).Options;
        Assert.Equal((ChainKind.Paper, false, false, .95, false), (used.Chain, used.SquareRoots, used.Standardize, used.PcaRate, used.PcaResidual));
        Assert.Equal(Regularization.Paper, used.Regularization);
    }

    [Fact]
    public void Fit_OwnOnThePapersBackbone_TakesOurs()
    {
        var used = QualityModel.Fit(RealImages.Draw(600, 12, 1, "inception-fid"), new() { Chain = ChainKind.Own, Components = 2 });
        Assert.Equal((ChainKind.Own, true, .99, true), (used.Options.Chain, used.Options.Standardize, used.Options.PcaRate, used.Options.PcaResidual));
        Assert.Equal(Regularization.Pooled(used.Report.Dimensions, .01), used.Options.Regularization);
    }

    [Fact]
    public void Fit_RidgeAndShrinkageGiven_TakeTheChainsPlace()
    {
        Assert.Equal(new Regularization { Absolute = 0, OfMeanVariance = .05 }, QualityModel.Fit(Reals, Paper with { RidgeShare = .05 }).Options.Regularization);
        Assert.Equal(new Regularization { Absolute = 1e-6, PooledRows = 40 }, QualityModel.Fit(Reals, Paper with { Shrinkage = 40 }).Options.Regularization);
        Assert.Equal(0, QualityModel.Fit(Reals, new() { Components = 2, Shrinkage = 0 }).Options.Regularization!.PooledRows);
        Assert.Throws<GiqaException>(() => new FitOptions { Ridge = -1 });
    }

    /// <summary>-(d ln 2 pi + ln |S| + x' S^-1 x) / 2 by elimination.</summary>
    private static double LogDensity(double[,] covariance, double[] apart)
    {
        var (matrix, right) = ((double[,])covariance.Clone(), (double[])apart.Clone());
        var logDeterminant = 0.0;
        var square = 0.0;
        for (var i = 0; i < Dimensions; i++)
        {
            logDeterminant += Math.Log(matrix[i, i]);
            square += right[i] * right[i] / matrix[i, i];
            for (var row = i + 1; row < Dimensions; row++)
            {
                var factor = matrix[row, i] / matrix[i, i];
                right[row] -= factor * right[i];
                for (var column = i; column < Dimensions; column++)
                {
                    matrix[row, column] -= factor * matrix[i, column];
                }
            }
        }

        return -.5 * ((Dimensions * Math.Log(2 * Math.PI)) + logDeterminant + square);
    }
}
