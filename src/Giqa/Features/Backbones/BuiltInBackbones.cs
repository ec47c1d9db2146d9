namespace Giqa.Features;

/// <summary>The backbones that come with the library. This table is their manifest, and the input of <c>eng/Giqa.WeightMaker</c>.</summary>
/// <remarks>Weights: npm nsfwjs, quantised to one byte. docs/backbones.md says why these layers were chosen.</remarks>
internal static class BuiltInBackbones
{
    internal const string DefaultName = "mobilenet-low";

    /// <summary>The default until 0.1, and the network of style distances: models and figures made with it remain valid.</summary>
    internal const string MiddleName = "mobilenet-mid";

    private const string MobileNet = "mobilenet_v2";
    private const string MobileNetHash = "16076d44365b4c976a3649384122056b504f63603cff79821d22e65e2c4be9a3";
    private const string Inception = "inception_v3";

    internal static IReadOnlyList<BuiltInBackbone> All { get; } =
    [
        new BuiltInBackbone(
            Describe(MiddleName, "MobileNetV2 of nsfwjs, blocks 6, 8, 10 and 13, spatial means", MobileNet, 224, 192, 384, 384, 576),
            MobileNet,
            MobileNetHash,
            ["block_6_expand_relu", "block_8_expand_relu", "block_10_expand_relu", "block_13_expand_relu"],
            "8a39460aed0f60e6af7d5d927f05ffb56284f31d96cf18c82066e6a4d4bfd9dd",
            [0.2381257f, 0.6275115f, 1.9558315f, 0.8540471f, 1.1408828f, 0.24033001f, 1.425706f, 1.0153177f, 0.07903197f, 1.6215826f, 0.016733583f, 0.08130301f, 0.0021227198f, 0.75229925f, 0.024387434f, 0.08088831f]),
        new BuiltInBackbone(
            Describe(DefaultName, "MobileNetV2 of nsfwjs, blocks 3 to 8, spatial means", MobileNet, 224, 144, 144, 192, 192, 192, 384),
            MobileNet,
            MobileNetHash,
            ["block_3_depthwise_relu", "block_3_expand_relu", "block_5_expand_relu", "block_6_expand_relu", "block_6_depthwise_relu", "block_8_expand_relu"],
            "d98d43135b18879f0637b38a7106a34cc8b89b59737e1f42d4cbedce58de04b3",
            [0.7472127f, 1.181035f, 0.13532713f, 0.2398426f, 1.0309452f, 0.42232588f, 0.25730494f, 0.0923117f, 1.1523846f, 2.2353563f, 1.20914f, 1.5261905f, 1.7564971f, 2.036474f, 0.66520154f, 1.3061104f]),
        new BuiltInBackbone(
            Describe("inception-mid", "Inception-v3 of nsfwjs, mixed6, spatial means", Inception, 299, 768),
            Inception,
            "8a65f76b02198cad2d2f5b0e543f4ac7125ee7128e7150430793daf046dd4eec",
            ["mixed6"],
            "e1f5f13acdcc9a383fabecdce59932ba813ea0445a32b2c910f9b5c4a3e90496",
            [0.46253562f, 0.07326886f, 0.24939848f, 0.00042928456f, 0.2696346f, 0.0110696545f, 0.38176522f, 0.33124682f, 0.009004219f, 0.17386001f, 0.0014456594f, 0.031066898f, 0.056983527f, 0f, 0.0002993438f, 0.016365813f]),
    ];

    internal static BuiltInBackbone? Find(string name) => All.FirstOrDefault(backbone => backbone.Description.Name == name);

    /// <summary>How many of its features each tap of a backbone makes; empty for a backbone that is not built in.</summary>
    internal static IReadOnlyList<int> TapLengthsOf(string? name) => (name is null ? null : Find(name))?.Description.Blocks ?? [];

    /// <summary>Whether models are fitted to each tap of a backbone by default.</summary>
    internal static bool SeparatesTaps(string? name) => name == DefaultName;

    internal static string OriginOf(string model) => $"npm nsfwjs 4.4.0, models/{model}";

    private static BackboneDescription Describe(string name, string summary, string model, int size, params int[] blocks) => new()
    {
        Name = name,
        Summary = summary,
        Licence = "MIT",
        Source = OriginOf(model),
        FeatureCount = blocks.Sum(),
        Blocks = blocks,
        Preprocessing = new Preprocessing { Width = size, Height = size },
        // Part of the fingerprint: the number counts up when the arithmetic changes in a way that may move a feature.
        Graph = "keras 1",
    };
}
