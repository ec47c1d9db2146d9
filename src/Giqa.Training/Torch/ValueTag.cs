namespace Giqa.Training.Torch;

/// <summary>What a <see cref="NativeValue"/> holds: <c>gt_tag</c> of the shim.</summary>
internal enum ValueTag
{
    None,
    Tensor,
    Integer,
    Number,
    Truth,
    Integers,
    Numbers,
    Tensors,
    Text,
    Default,
}
