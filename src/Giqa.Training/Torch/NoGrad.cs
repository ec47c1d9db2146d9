namespace Giqa.Training.Torch;

/// <summary>While it is open, operations on this thread are not recorded for gradients: for evaluation, and for changing parameters.</summary>
internal readonly ref struct NoGrad
{
    private readonly int _before;

    /// <summary>Switches gradients off on this thread.</summary>
    public NoGrad() => _before = GiqaTorch.GradientMode(0);

    /// <summary>Restores the previous setting.</summary>
    public void Dispose() => _ = GiqaTorch.GradientMode(_before);
}
