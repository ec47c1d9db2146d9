using Giqa.Features.Tfjs;

namespace Giqa.Features;

/// <summary>The backbones that come with the build. This table is their manifest.</summary>
/// <remarks>Weights: npm nsfwjs, 8-bit quantised; see docs/backbones.md for why these layers were chosen.</remarks>
internal static class BuiltInBackbones
{
    internal const string DefaultName = "mobilenet-mid";

    private static readonly string[] MobileNetLayers = ["block_6_expand_relu", "block_8_expand_relu", "block_10_expand_relu", "block_13_expand_relu"];

    private static readonly string[] InceptionLayers = ["mixed6"];

    internal static IReadOnlyList<BuiltInBackbone> All { get; } =
    [
        Describe(DefaultName, "MobileNetV2, blocks 6, 8, 10 and 13, spatial means", "mobilenet_v2", 224, 1536, MobileNetLayers),
        Describe("inception-mid", "Inception-v3 of nsfwjs, mixed6, spatial means", "inception_v3", 299, 768, InceptionLayers),
    ];

    private static BuiltInBackbone Describe(string name, string summary, string model, int size, int featureCount, string[] layers) => new(
        new BackboneDescription
        {
            Name = name,
            Summary = summary,
            Licence = "MIT",
            Source = $"npm nsfwjs 4.4.0, models/{model}",
            FeatureCount = featureCount,
            Preprocessing = new Preprocessing { Width = size, Height = size },
            Graph = $"keras {KerasToOnnx.Version} {string.Join(',', layers)}",
        },
        Path.Combine("nsfwjs", model),
        layers);
}
