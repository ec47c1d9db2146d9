using System.Security.Cryptography;
using Giqa.Features.Inception;

namespace Giqa.Features;

/// <summary>A backbone whose network is embedded in the library.</summary>
/// <remarks>
/// The network is made once, by <c>eng/Giqa.WeightMaker</c>, of files that its authors publish. The fingerprint names those files, so that it
/// is the network's own and outlives the form in which it is stored.
/// </remarks>
/// <param name="Description">What it is.</param>
/// <param name="OriginModel">The folder of the model in the package that it was made from.</param>
/// <param name="OriginHash">The SHA-256 over the files of that folder.</param>
/// <param name="Layers">The layers whose spatial means are the features.</param>
/// <param name="FileHash">The SHA-256 of the network in the library.</param>
/// <param name="SelfTest">Evenly spaced features of the test picture.</param>
internal sealed record BuiltInBackbone(
    BackboneDescription Description,
    string OriginModel,
    string OriginHash,
    IReadOnlyList<string> Layers,
    string FileHash,
    IReadOnlyList<float> SelfTest)
{
    internal Backbone Open(string? preset = null) => new(Describe(preset), OriginHash, Load);

    private BackboneDescription Describe(string? preset) => Description with
    {
        Graph = $"{Description.Graph} {string.Join(',', Layers)}",
        Preprocessing = preset switch
        {
            null or Preprocessing.DefaultPreset => Description.Preprocessing,
            Preprocessing.ScaledJpegPreset => Description.Preprocessing with { Preset = preset, ScalesJpeg = true },
            _ => throw new GiqaException($"there is no preset '{preset}' for {Description.Name}; it has {Preprocessing.DefaultPreset} and {Preprocessing.ScaledJpegPreset}; the other presets are for {FidBackbone.Name}"),
        },
    };

    private byte[] Load()
    {
        using var resource = typeof(BuiltInBackbone).Assembly.GetManifestResourceStream($"backbones/{Description.Name}.onnx")
            ?? throw new GiqaException($"the network of {Description.Name} is missing in {typeof(BuiltInBackbone).Assembly.GetName().Name}.dll; install Giqa again");
        var model = new byte[resource.Length];
        resource.ReadExactly(model);
        return Convert.ToHexStringLower(SHA256.HashData(model)) == FileHash
            ? model
            : throw new ModelFileException($"the network of {Description.Name} in the library is not the one that was measured (SHA-256 {FileHash}); install Giqa again");
    }
}
