using Giqa.Features.Tfjs;

namespace Giqa.Features;

/// <summary>The backbones that come with the build. This table is their manifest.</summary>
/// <remarks>Weights: npm nsfwjs, 8-bit quantised. docs/backbones.md says why these layers were chosen.</remarks>
internal static class BuiltInBackbones
{
    internal const string DefaultName = "mobilenet-mid";

    internal static IReadOnlyList<BuiltInBackbone> All { get; } =
    [
        new BuiltInBackbone(
            Describe(DefaultName, "MobileNetV2 of nsfwjs, blocks 6, 8, 10 and 13, spatial means", "mobilenet_v2", 224, 1536),
            Path.Combine("nsfwjs", "mobilenet_v2"),
            ["block_6_expand_relu", "block_8_expand_relu", "block_10_expand_relu", "block_13_expand_relu"],
            "16076d44365b4c976a3649384122056b504f63603cff79821d22e65e2c4be9a3",
            [0.2381257f, 0.6275115f, 1.9558315f, 0.8540471f, 1.1408828f, 0.24033001f, 1.425706f, 1.0153177f, 0.07903197f, 1.6215826f, 0.016733583f, 0.08130301f, 0.0021227198f, 0.75229925f, 0.024387434f, 0.08088831f]),
        new BuiltInBackbone(
            Describe("inception-mid", "Inception-v3 of nsfwjs, mixed6, spatial means", "inception_v3", 299, 768),
            Path.Combine("nsfwjs", "inception_v3"),
            ["mixed6"],
            "8a65f76b02198cad2d2f5b0e543f4ac7125ee7128e7150430793daf046dd4eec",
            [0.46253562f, 0.07326886f, 0.24939848f, 0.00042928456f, 0.2696346f, 0.0110696545f, 0.38176522f, 0.33124682f, 0.009004219f, 0.17386001f, 0.0014456594f, 0.031066898f, 0.056983527f, 0f, 0.0002993438f, 0.016365813f]),
    ];

    internal static BuiltInBackbone? Find(string name) => All.FirstOrDefault(backbone => backbone.Description.Name == name);

    private static BackboneDescription Describe(string name, string summary, string model, int size, int featureCount) => new()
    {
        Name = name,
        Summary = summary,
        Licence = "MIT",
        Source = $"npm nsfwjs 4.4.0, models/{model}",
        FeatureCount = featureCount,
        Preprocessing = new Preprocessing { Width = size, Height = size },
        Graph = $"keras {KerasToOnnx.Version}",
    };
}
