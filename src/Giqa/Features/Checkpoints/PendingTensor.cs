namespace Giqa.Features.Checkpoints;

/// <summary>A tensor as its pickle describes it: a strided view of a storage.</summary>
internal sealed record PendingTensor(TorchStorage Storage, long Offset, int[] Shape, long[] Strides)
{
    /// <summary>Copies the view's values out of the storage.</summary>
    /// <exception cref="ModelFileException">The view reaches beyond the storage.</exception>
    internal TorchTensor Gather()
    {
        var count = Shape.Aggregate(1L, (product, axis) => checked(product * axis));
        if (Shape.Length != Strides.Length || Shape.Any(axis => axis < 0) || Strides.Any(stride => stride < 0)
            || Offset < 0 || (count > 0 && Last() >= Storage.Count) || count > Array.MaxLength)
        {
            throw new ModelFileException($"a tensor of shape ({string.Join(", ", Shape)}) does not fit into its storage of {Storage.Count} values");
        }

        var values = new float[count];
        var index = new int[Shape.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var position = Offset;
            for (var axis = 0; axis < index.Length; axis++)
            {
                position += index[axis] * Strides[axis];
            }

            values[i] = Storage.Values[position];
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return new TorchTensor(Shape, values);
    }

    private long Last() => Shape.Zip(Strides, (axis, stride) => checked((axis - 1) * stride)).Aggregate(Offset, (sum, step) => checked(sum + step));
}
