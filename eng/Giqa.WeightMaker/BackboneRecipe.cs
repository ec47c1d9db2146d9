using System.Security.Cryptography;
using Giqa.Features;

namespace Giqa.WeightMaker;

/// <summary>What a built-in backbone is made of.</summary>
/// <remarks>A cut at other layers is one more recipe here and one more row in <c>BuiltInBackbones</c>.</remarks>
/// <param name="Name">The backbone's name.</param>
/// <param name="Model">The folder of the model inside the package.</param>
/// <param name="Size">The side of its input.</param>
/// <param name="Layers">The layers whose spatial means are the features; what lies behind the deepest is left out.</param>
internal sealed record BackboneRecipe(string Name, string Model, int Size, IReadOnlyList<string> Layers)
{
    /// <summary>The recipes of all built-in backbones.</summary>
    internal static IReadOnlyList<BackboneRecipe> All { get; } =
        [.. BuiltInBackbones.All.Select(backbone => new BackboneRecipe(backbone.Description.Name, backbone.OriginModel, backbone.Description.Preprocessing.Width, backbone.Layers))];

    /// <summary>Where the numbers come from, as the file says it.</summary>
    internal string Origin => BuiltInBackbones.OriginOf(Model);

    /// <summary>Makes the ONNX model.</summary>
    /// <param name="package">The folder of the npm package nsfwjs.</param>
    /// <returns>The serialised model, and the SHA-256 over the files that it was made of.</returns>
    /// <exception cref="GiqaException">A file cannot be read.</exception>
    internal (byte[] Model, string OriginHash) Make(string package)
    {
        var folder = Path.Combine(package, "dist", "models", Model);
        var originHash = TfjsModel.Hash(folder);
        var metadata = new Dictionary<string, string>
        {
            ["source"] = Origin,
            ["source_sha256"] = originHash,
            ["licence"] = "MIT",
            ["copyright"] = "Copyright (c) 2019 Infinite Red, Inc.",
            ["features"] = $"spatial means of {string.Join(", ", Layers)}",
        };
        return (KerasToOnnx.Convert(TfjsModel.Load(folder), Size, Size, Layers, metadata), originHash);
    }

    /// <summary>A file's SHA-256 in lower-case hexadecimal.</summary>
    internal static string Hash(byte[] model) => Convert.ToHexStringLower(SHA256.HashData(model));
}
