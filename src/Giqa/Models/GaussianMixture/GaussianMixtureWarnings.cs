using System.Globalization;

namespace Giqa.Models;

/// <summary>What a reader of the scores should know about a fit, in plain sentences.</summary>
internal static class GaussianMixtureWarnings
{
    private const double FewRows = 10;
    private const double TooFewRows = 4;

    internal static IReadOnlyList<string> For(
        GaussianMixtureOptions options, int rows, int dimensions, double[] componentRows, bool converged, double ridge, double usedRidge)
    {
        var warnings = new List<string>();

        // Covariances shrunk to their common mean do not depend on their own rows alone: unseen rows are the test then.
        if (options.Covariance is CovarianceKind.Full && options.Regularization.PooledRows == 0)
        {
            AddFullCovarianceWarnings(warnings, options.Components, rows, dimensions, componentRows);
        }

        if (!converged)
        {
            warnings.Add(Text($"EM did not settle within {options.MaxIterations} iterations: raise the limit or the tolerance."));
        }

        if (usedRidge > ridge)
        {
            warnings.Add(Text($"A covariance was not positive definite; {usedRidge:g3} was added to its variances instead of {ridge:g3}."));
        }

        return warnings;
    }

    private static void AddFullCovarianceWarnings(
        List<string> warnings, int components, int rows, int dimensions, double[] componentRows)
    {
        var ratio = rows / ((double)components * dimensions);
        const string remedy = "use fewer components, PCA, more images, more regularisation, or diagonal or tied covariances";
        if (ratio < TooFewRows)
        {
            warnings.Add(Text($"{rows} rows are far too few for {Counted.Of(components, "full covariance")} in {dimensions} dimensions ({ratio:0.0} rows per component and dimension; 10 is comfortable): the scores depend on the regulariser alone; {remedy}."));
        }
        else if (ratio < FewRows)
        {
            warnings.Add(Text($"{rows} rows are few for {Counted.Of(components, "full covariance")} in {dimensions} dimensions ({ratio:0.0} rows per component and dimension; 10 is comfortable); {remedy}."));
        }

        var small = componentRows.Count(count => count < 2.0 * dimensions);
        if (small > 0)
        {
            warnings.Add(Text($"{small} of {components} components hold fewer than {2 * dimensions} rows (twice the dimensions): their covariances depend on the regulariser."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
