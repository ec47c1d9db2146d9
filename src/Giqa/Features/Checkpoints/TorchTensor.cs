namespace Giqa.Features.Checkpoints;

/// <summary>One tensor of a PyTorch checkpoint, in C order, its values as floats.</summary>
/// <param name="Shape">The lengths of the axes; empty for a scalar.</param>
/// <param name="Values">The product of the axes' lengths values.</param>
internal sealed record TorchTensor(int[] Shape, float[] Values);
