namespace Giqa.Features;

/// <summary>Turns a network's raw output into vectors. Sums are kept in double.</summary>
internal sealed class FeaturePooler
{
    private readonly int _features;
    private readonly int _featureStride;
    private readonly int _places;
    private readonly int _placeStride;

    /// <summary>Prepares for an output.</summary>
    /// <param name="pooling">How it becomes a vector.</param>
    /// <param name="layout">The network's order of axes.</param>
    /// <param name="shape">The output's shape, batch first.</param>
    /// <exception cref="ModelFileException">The shape does not suit the pooling.</exception>
    internal FeaturePooler(FeaturePooling pooling, TensorLayout layout, long[] shape)
    {
        var sizes = Array.ConvertAll(shape, size => checked((int)size));
        (_features, _featureStride, _places, _placeStride) = (pooling, sizes.Length) switch
        {
            (FeaturePooling.None, _) => (sizes.Skip(1).Aggregate(1, (product, size) => checked(product * size)), 1, 1, 0),
            (FeaturePooling.SpatialMean, 4) when layout == TensorLayout.ChannelsFirst => (sizes[1], sizes[2] * sizes[3], sizes[2] * sizes[3], 1),
            (FeaturePooling.SpatialMean, 4) => (sizes[3], 1, sizes[1] * sizes[2], sizes[3]),
            (FeaturePooling.FirstToken, 3) => (sizes[2], 1, 1, 0),
            (FeaturePooling.TokenMean, 3) => (sizes[2], 1, sizes[1], sizes[2]),
            _ => throw new ModelFileException($"an output of shape [{string.Join(", ", shape)}] cannot be pooled by {pooling}: SpatialMean needs 4 axes, FirstToken and TokenMean need 3"),
        };
        ItemLength = sizes.Skip(1).Aggregate(1, (product, size) => checked(product * size));
    }

    /// <summary>D, the length of a feature vector.</summary>
    internal int FeatureCount => _features;

    /// <summary>The numbers that the output holds for one image.</summary>
    internal int ItemLength { get; }

    /// <summary>The vector of one image.</summary>
    /// <param name="output">The output's numbers for that image, <see cref="ItemLength"/> of them.</param>
    internal float[] Pool(ReadOnlySpan<float> output)
    {
        var values = new float[_features];
        for (var feature = 0; feature < values.Length; feature++)
        {
            var sum = 0d;
            for (var place = 0; place < _places; place++)
            {
                sum += output[(feature * _featureStride) + (place * _placeStride)];
            }

            values[feature] = (float)(sum / _places);
        }

        return values;
    }
}
