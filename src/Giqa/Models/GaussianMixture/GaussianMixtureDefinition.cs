using MathNet.Numerics.LinearAlgebra;

namespace Giqa.Models;

/// <summary>
/// A mixture of Gaussians and a step of EM, word for word: what <see cref="GaussianMixture"/> computes without bounds, blocks and kept
/// sums. Tests hold the fast code to it; nothing else calls it.
/// </summary>
internal static class GaussianMixtureDefinition
{
    /// <summary>The log density of a row, ln sum_k w_k N(x | m_k, S_k) (GIQA eq. 5, GIQA eq. 6).</summary>
    internal static double LogDensity(Vector<double> x, IReadOnlyList<Component> mixture)
    {
        double[] terms = [.. mixture.Select(component => Math.Log(component.Weight) + LogGaussian(x, component))];
        var largest = terms.Max();
        return largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
    }

    /// <summary>ln N(x | m, S) = -(D ln 2 pi + ln |S| + (x - m)^T S^-1 (x - m)) / 2.</summary>
    internal static double LogGaussian(Vector<double> x, Component component)
    {
        var factor = component.Covariance.Cholesky();
        var difference = x - component.Mean;
        return -.5 * ((x.Count * Math.Log(2 * Math.PI)) + factor.DeterminantLn + (difference * factor.Solve(difference)));
    }

    /// <summary>The E-step: r_nk = w_k N(x_n | k) / sum_j w_j N(x_n | j).</summary>
    internal static double[][] Expect(IReadOnlyList<Vector<double>> rows, IReadOnlyList<Component> mixture) =>
    [
        .. rows.Select(x => mixture.Select(component => Math.Exp(Math.Log(component.Weight) + LogGaussian(x, component) - LogDensity(x, mixture))).ToArray()),
    ];

    /// <summary>The M-step: N_k = sum_n r_nk, w_k = N_k / N, m_k = sum_n r_nk x_n / N_k, S_k = sum_n r_nk (x_n - m_k)(x_n - m_k)^T / N_k + ridge I.</summary>
    internal static Component[] Maximize(IReadOnlyList<Vector<double>> rows, double[][] responsibilities, double ridge) =>
    [
        .. Enumerable.Range(0, responsibilities[0].Length).Select(k =>
        {
            var count = responsibilities.Sum(r => r[k]);
            var mean = rows.Select((x, n) => responsibilities[n][k] * x).Aggregate((sum, term) => sum + term) / count;
            var scatter = rows.Select((x, n) => responsibilities[n][k] * (x - mean).OuterProduct(x - mean)).Aggregate((sum, term) => sum + term);
            return new Component(count / rows.Count, mean, (scatter / count) + (ridge * Matrix<double>.Build.DenseIdentity(mean.Count)));
        }),
    ];

    /// <summary>One weighted Gaussian.</summary>
    internal sealed record Component(double Weight, Vector<double> Mean, Matrix<double> Covariance);
}
