using Giqa.Storage;
using Giqa.Tests.Support;
using Giqa.Training.Checkpoints;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

/// <summary>PyTorch's numbers, written by <c>Fixtures/training/make_goldens.py</c>.</summary>
internal sealed class Golden(string name) : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(Fixture.PathOf($"training/{name}.safetensors"));

    public void Dispose() => _file.Dispose();

    internal Tensor Tensor(string key) => TensorStorage.Read(_file, key);

    internal bool Contains(string key) => _file.Contains(key);

    internal void Load(Module module, string prefix) => Weights.Restore(_file, $"{prefix}.", module);

    /// <summary>Fails unless shape and values are the golden ones.</summary>
    /// <param name="key">The golden tensor.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="tolerance">The largest difference, relative to the largest golden value where that is above 1.</param>
    internal void Equal(string key, Tensor actual, double tolerance)
    {
        var expected = _file.ReadSingle(key);
        Assert.Equal(_file.Entries[key].Shape, actual.Shape);
        var values = actual.ToSingle();
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * scale, $"{key}[{i}]: {values[i]:R} where PyTorch has {expected[i]:R}");
        }
    }
}
