namespace Giqa.Features.Onnx;

/// <summary>A backbone's network in ONNX Runtime.</summary>
internal sealed class OnnxFeatureNetwork : IFeatureNetwork
{
    private readonly Backbone _backbone;
    private readonly OnnxSession _session;
    private readonly FeaturePooler _pooler;

    private OnnxFeatureNetwork(Backbone backbone, OnnxSession session, FeaturePooler pooler) =>
        (_backbone, _session, _pooler) = (backbone, session, pooler);

    public TensorLayout Layout => _backbone.Preprocessing.Layout;

    /// <summary>Opens a backbone's model.</summary>
    /// <exception cref="ModelFileException">It is damaged, or not of the kind that the backbone declares.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is missing, or has no support for the device.</exception>
    internal static OnnxFeatureNetwork Open(Backbone backbone, int batchSize, OnnxDevice device)
    {
        var session = OnnxSession.Open(backbone.LoadModel(), backbone.Name, backbone.Preprocessing.InputShape(batchSize), device);
        try
        {
            var pooler = new FeaturePooler(backbone.Description.Pooling, backbone.Preprocessing.Layout, session.OutputShape);
            return pooler.FeatureCount == backbone.FeatureCount
                ? new OnnxFeatureNetwork(backbone, session, pooler)
                : throw new ModelFileException($"{backbone.Name} gives {pooler.FeatureCount} features, {backbone.FeatureCount} are expected");
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public float[][] Run(IReadOnlyList<float[]> inputs)
    {
        var length = _backbone.Preprocessing.InputLength;
        var buffers = _session.Rent();
        try
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                inputs[i].AsSpan(0, length).CopyTo(buffers.Input.AsSpan(i * length));
            }

            _session.Run(buffers);
            var vectors = new float[inputs.Count][];
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = _pooler.Pool(buffers.Output.AsSpan(i * _pooler.ItemLength, _pooler.ItemLength));
            }

            return vectors;
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            throw OnnxFailure.Describe($"{_backbone.Name} failed on an image", e);
        }
        finally
        {
            _session.Return(buffers);
        }
    }

    public void Dispose() => _session.Dispose();
}
