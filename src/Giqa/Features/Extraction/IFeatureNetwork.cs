
namespace Giqa.Features;

/// <summary>A backbone's network, ready to run. Safe to use from several threads.</summary>
internal interface IFeatureNetwork : IDisposable
{
    /// <summary>The order of axes in which it takes its inputs.</summary>
    TensorLayout Layout { get; }

    /// <summary>The feature vectors of prepared inputs.</summary>
    /// <param name="inputs">At most a batch of them; each may be longer than the input.</param>
    float[][] Run(IReadOnlyList<float[]> inputs);
}
