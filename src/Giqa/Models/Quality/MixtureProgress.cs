namespace Giqa.Models;

/// <summary>Passes EM iterations on as the progress of a fit.</summary>
internal sealed class MixtureProgress(IProgress<FitProgress>? progress) : IProgress<GaussianMixtureProgress>
{
    public void Report(GaussianMixtureProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var share = (value.Start - 1 + (value.Iteration / (double)value.MaxIterations)) / value.Starts;
        progress?.Report(new FitProgress(FitStage.Model, Math.Clamp(share, 0, 1), $"iteration {value.Iteration}"));
    }
}
