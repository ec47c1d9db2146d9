namespace Giqa.Training.Torch;

/// <summary>While it is open, <see cref="Autocast"/> on the CPU is suspended on this thread, for sums that need all their digits.</summary>
internal readonly ref struct FullPrecision
{
    private readonly int _before;

    public FullPrecision() => _before = GiqaTorch.Check(GiqaTorch.Autocast("cpu", 0, ElementType.BFloat16));

    public void Dispose()
    {
        if (_before == 1)
        {
            _ = GiqaTorch.Check(GiqaTorch.Autocast("cpu", 1, ElementType.BFloat16));
        }
    }
}
