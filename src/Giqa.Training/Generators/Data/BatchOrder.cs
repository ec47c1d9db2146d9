namespace Giqa.Training.Generators;

/// <summary>Which images a step sees: every image once an epoch, in an order that only the seed and the epoch determine.</summary>
internal sealed class BatchOrder(ulong seed, int[] images, int batch)
{
    private readonly Dictionary<long, int[]> _epochs = [];

    /// <summary>The images of a batch.</summary>
    /// <param name="number">The batch's number since the training began.</param>
    internal int[] Batch(long number)
    {
        var chosen = new int[batch];
        for (var i = 0; i < batch; i++)
        {
            var position = (number * batch) + i;
            chosen[i] = images[Epoch(position / images.Length)[position % images.Length]];
        }

        return chosen;
    }

    private int[] Epoch(long epoch)
    {
        if (!_epochs.TryGetValue(epoch, out var order))
        {
            _ = _epochs.Remove(epoch - 2);
            order = DrawKey.Random(seed, DrawKey.Purpose.Order, epoch).Permutation(images.Length);
            _epochs.Add(epoch, order);
        }

        return order;
    }
}
