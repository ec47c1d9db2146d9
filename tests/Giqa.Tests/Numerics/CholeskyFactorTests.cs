using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

public unsafe class CholeskyFactorTests
{
    private const int Size = 40;

    [Fact]
    public void Whiten_GivesTheInverseAndTheDeterminant()
    {
        var covariance = Covariance(Size + 10);
        var whitening = (double[])covariance.Clone();

        var ridge = Whiten(whitening, 0, out var logDeterminant);

        Assert.Equal(0, ridge);
        double logDiagonal = 0;
        for (var i = 0; i < Size; i++)
        {
            logDiagonal += Math.Log(whitening[(i * Size) + i]);
            for (var j = 0; j < Size; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Quadratic(whitening, covariance, i, j), 1e-10);
            }
        }

        Assert.Equal(logDiagonal, logDeterminant, 1e-10);
    }

    [Fact]
    public void Covariance_UndoesWhiten()
    {
        var covariance = Covariance(Size + 10);
        var whitening = (double[])covariance.Clone();
        Whiten(whitening, 0, out _);
        var restored = new double[covariance.Length];

        fixed (double* source = whitening, destination = restored)
        {
            CholeskyFactor.Covariance(source, Size, destination);
        }

        for (var i = 0; i < covariance.Length; i++)
        {
            Assert.Equal(covariance[i], restored[i], 1e-11);
        }
    }

    [Fact]
    public void Whiten_OfIndefiniteMatrix_RaisesTheRidgeTenfoldUntilItWorks()
    {
        var covariance = Covariance(Size + 10);
        covariance[0] = -0.5;

        var ridge = Whiten((double[])covariance.Clone(), 1e-3, out _);

        Assert.True(ridge is > 0.5 and <= 1000, $"{ridge}");
        Assert.Equal(Math.Round(Math.Log10(ridge)), Math.Log10(ridge), 1e-9);
    }

    [Fact]
    public void Whiten_OfSingularMatrixWithoutRidge_StillEnds()
    {
        var ridge = Whiten(new double[Size * Size], 0, out var logDeterminant);

        Assert.True(ridge > 0);
        Assert.True(double.IsFinite(logDeterminant));
    }

    [Fact]
    public void Whiten_OfNotANumber_IsRefused()
    {
        var covariance = Covariance(Size + 10);
        covariance[0] = double.NaN;

        Assert.Throws<GiqaException>(() => Whiten(covariance, 1e-6, out _));
    }

    private static double Whiten(double[] matrix, double ridge, out double logDeterminant)
    {
        fixed (double* pointer = matrix)
        {
            return CholeskyFactor.Whiten(pointer, Size, ridge, out logDeterminant);
        }
    }

    private static double Quadratic(double[] whitening, double[] covariance, int left, int right)
    {
        double sum = 0;
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                sum += whitening[(i * Size) + left] * covariance[(i * Size) + j] * whitening[(j * Size) + right];
            }
        }

        return sum;
    }

    private static double[] Covariance(int rows)
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, rows * Size).Select(_ => random.NextGaussian()).ToArray();
        var covariance = new double[Size * Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                for (var row = 0; row < rows; row++)
                {
                    covariance[(i * Size) + j] += values[(row * Size) + i] * values[(row * Size) + j] / rows;
                }
            }
        }

        return covariance;
    }
}
