namespace Giqa.Training.Torch;

/// <summary>
/// While it is open, convolutions and products on this thread are computed in bfloat16; parameters stay in float32. Put the forward
/// pass inside; the loss, <see cref="Tensor.Backward"/> and gradient penalties outside.
/// </summary>
/// <remarks>
/// libtorch keeps converted weights for the length of the region. Those that were converted under <see cref="NoGrad"/> get no
/// gradients: do not use one network both ways in the same region.
/// </remarks>
internal readonly ref struct Autocast
{
    private readonly string? _device;

    /// <summary>Opens the region.</summary>
    /// <param name="enabled">False makes it do nothing, for code that leaves the precision to its options.</param>
    /// <param name="device">"cpu", or a CUDA device such as "cuda:0".</param>
    public Autocast(bool enabled, string device = "cpu")
    {
        if (enabled && GiqaTorch.Check(GiqaTorch.Autocast(device, 1, ElementType.BFloat16)) == 0)
        {
            _device = device;
        }
    }

    /// <summary>Closes the region, unless it is inside another.</summary>
    public void Dispose()
    {
        if (_device is not null)
        {
            _ = GiqaTorch.Check(GiqaTorch.Autocast(_device, 0, ElementType.BFloat16));
        }
    }
}

/// <summary>While it is open, <see cref="Autocast"/> on the CPU is suspended on this thread, for sums that need full precision.</summary>
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
