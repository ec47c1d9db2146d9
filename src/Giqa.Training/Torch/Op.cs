namespace Giqa.Training.Torch;

/// <summary>The operators that Giqa uses.</summary>
internal static class Op
{
    internal static readonly TorchOperator Add = new("add.Tensor");
    internal static readonly TorchOperator Subtract = new("sub.Tensor");
    internal static readonly TorchOperator Multiply = new("mul.Tensor");
    internal static readonly TorchOperator Divide = new("div.Tensor");
    internal static readonly TorchOperator Negate = new("neg");
    internal static readonly TorchOperator Square = new("square");
    internal static readonly TorchOperator SquareRoot = new("sqrt");
    internal static readonly TorchOperator ReciprocalRoot = new("rsqrt");
    internal static readonly TorchOperator Absolute = new("abs");
    internal static readonly TorchOperator Round = new("round");
    internal static readonly TorchOperator MatrixProduct = new("matmul");

    internal static readonly TorchOperator Mean = new("mean");
    internal static readonly TorchOperator MeanOver = new("mean.dim");
    internal static readonly TorchOperator Sum = new("sum");
    internal static readonly TorchOperator SumOver = new("sum.dim_IntList");
    internal static readonly TorchOperator Item = new("item");

    internal static readonly TorchOperator Reshape = new("reshape");
    internal static readonly TorchOperator Flatten = new("flatten.using_ints");
    internal static readonly TorchOperator Transpose = new("transpose.int");
    internal static readonly TorchOperator Narrow = new("narrow");
    internal static readonly TorchOperator Concatenate = new("cat");
    internal static readonly TorchOperator IndexSelect = new("index_select");
    internal static readonly TorchOperator Contiguous = new("contiguous");
    internal static readonly TorchOperator Clone = new("clone");
    internal static readonly TorchOperator Detach = new("detach");
    internal static readonly TorchOperator ToType = new("to.dtype");
    internal static readonly TorchOperator ToDevice = new("to.device");
    internal static readonly TorchOperator SetData = new("set_data");
    internal static readonly TorchOperator CopyInto = new("copy_");
    internal static readonly TorchOperator FillWith = new("fill_.Scalar");

    internal static readonly TorchOperator Zeros = new("zeros");
    internal static readonly TorchOperator Ones = new("ones");
    internal static readonly TorchOperator ZerosLike = new("zeros_like");
    internal static readonly TorchOperator OnesLike = new("ones_like");
    internal static readonly TorchOperator RandomNormal = new("randn");
    internal static readonly TorchOperator FillNormal = new("normal_");
    internal static readonly TorchOperator FillUniform = new("uniform_");

    internal static readonly TorchOperator Relu = new("relu");
    internal static readonly TorchOperator LeakyRelu = new("leaky_relu");
    internal static readonly TorchOperator Sigmoid = new("sigmoid");
    internal static readonly TorchOperator HyperbolicTangent = new("tanh");
    internal static readonly TorchOperator Softplus = new("softplus");

    internal static readonly TorchOperator Convolution = new("conv2d");
    internal static readonly TorchOperator TransposedConvolution = new("conv_transpose2d.input");
    internal static readonly TorchOperator Linear = new("linear");
    internal static readonly TorchOperator BatchNorm = new("batch_norm");
    internal static readonly TorchOperator InstanceNorm = new("instance_norm");
    internal static readonly TorchOperator AveragePool = new("avg_pool2d");
    internal static readonly TorchOperator MaximumPool = new("max_pool2d");
    internal static readonly TorchOperator UpsampleNearest = new("upsample_nearest2d.vec");
    internal static readonly TorchOperator UpsampleBilinear = new("upsample_bilinear2d.vec");

    internal static readonly TorchOperator BinaryCrossEntropy = new("binary_cross_entropy_with_logits");
    internal static readonly TorchOperator CrossEntropy = new("cross_entropy_loss");
    internal static readonly TorchOperator AbsoluteLoss = new("l1_loss");
    internal static readonly TorchOperator SquaredLoss = new("mse_loss");

    internal static readonly TorchOperator EachMultiplyInto = new("_foreach_mul_.Scalar");
    internal static readonly TorchOperator EachAddInto = new("_foreach_add_.List");
    internal static readonly TorchOperator EachAddScalarInto = new("_foreach_add_.Scalar");
    internal static readonly TorchOperator EachAdd = new("_foreach_add.List");
    internal static readonly TorchOperator EachAddProductInto = new("_foreach_addcmul_.Scalar");
    internal static readonly TorchOperator EachAddQuotientInto = new("_foreach_addcdiv_.Scalar");
    internal static readonly TorchOperator EachDivideInto = new("_foreach_div_.Scalar");
    internal static readonly TorchOperator EachSquareRoot = new("_foreach_sqrt");
}
