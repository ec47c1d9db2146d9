namespace Giqa.Training.Torch;

/// <summary>libtorch's random numbers: one sequence for each device, shared by the whole process.</summary>
internal static class RandomState
{
    /// <summary>Restarts the sequence of every device.</summary>
    public static void Seed(ulong seed) => _ = GiqaTorch.Check(GiqaTorch.Seed(seed));

    /// <summary>The current state of a device's sequence.</summary>
    /// <param name="device">"cpu", or a CUDA device such as "cuda:0".</param>
    /// <returns>Bytes for <see cref="Restore"/>.</returns>
    public static byte[] Save(string device = "cpu")
    {
        using var state = new Tensor(GiqaTorch.Check(GiqaTorch.RandomState(device)));
        return state.ToBytes();
    }

    /// <summary>Restores a saved state of the sequence.</summary>
    /// <exception cref="TorchException">The bytes are not a state of such a device.</exception>
    public static void Restore(ReadOnlySpan<byte> state, string device = "cpu")
    {
        using var bytes = Tensor.FromBytes(state, state.Length);
        _ = GiqaTorch.Check(GiqaTorch.SetRandomState(device, bytes.Handle));
    }
}
