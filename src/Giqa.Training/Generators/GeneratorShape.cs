using System.Globalization;

namespace Giqa.Training.Generators;

/// <summary>Everything that determines a generator's layers: what its weights fit.</summary>
internal sealed record GeneratorShape
{
    /// <summary>The smallest side of an image.</summary>
    public const int SmallestSize = 28;

    /// <summary>The largest side of an image.</summary>
    public const int LargestSize = 64;

    private const int SmallestBase = 4;

    // Shallow networks have fewer channels to lose detail in; beyond eight times the width, more cost time and gain nothing at these sizes.
    private const int MostChannels = 8;

    /// <summary>Which network.</summary>
    public required GeneratorKind Kind { get; init; }

    /// <summary>The side of an image in pixels: a multiple of 4 from <see cref="SmallestSize"/> to <see cref="LargestSize"/>.</summary>
    public required int Size
    {
        get;
        init => field = value is >= SmallestSize and <= LargestSize && value % 4 == 0
            ? value
            : throw new GiqaException($"a generator's size must be a multiple of 4 from {SmallestSize} to {LargestSize}, not {value}");
    }

    /// <summary>1 for grey images, 3 for RGB.</summary>
    public required int Channels { get; init => field = value is 1 or 3 ? value : throw new GiqaException($"images have 1 or 3 channels, not {value}"); }

    /// <summary>The channels of the layer before the image; deeper layers have more.</summary>
    /// <value>4 to 256.</value>
    public required int Width { get; init => field = value is >= 4 and <= 256 ? value : throw new GiqaException($"a generator's width must be from 4 to 256, not {value}"); }

    /// <summary>The length of the latent vector.</summary>
    /// <value>Default 64, at least 1; not used by a conditional generator.</value>
    public int Latent { get; init => field = value is >= 1 and <= 1024 ? value : throw new GiqaException($"a latent vector has from 1 to 1024 numbers, not {value}"); } = 64;

    /// <summary>The channels of the picture that a conditional generator starts from: 1 for edges and masks, 3 for coloured ones.</summary>
    /// <value>Default 1.</value>
    public int ConditionChannels { get; init => field = value is 1 or 3 ? value : throw new GiqaException($"conditions have 1 or 3 channels, not {value}"); } = 1;

    /// <summary>Whether it makes an image from a picture rather than from a latent vector.</summary>
    public bool IsConditional => Kind.IsConditional();

    /// <summary>How often the side doubles from the first layer to the image.</summary>
    public int Levels => CountLevels(Size);

    /// <summary>The side of the first layer.</summary>
    public int Base => Size >> Levels;

    /// <summary>The shape in words: <c>dcgan, 28 x 28, grey</c>.</summary>
    public string Describe() => $"{NameOf(Kind)}, {Size} x {Size}, {(Channels == 1 ? "grey" : "colour")}";

    /// <summary>The width that suits a generator: shallow networks get wider layers, those that convolve at the full side narrower ones.</summary>
    public static int WidthFor(GeneratorKind kind, int size) => (CountLevels(size) < 3, kind) switch
    {
        (true, GeneratorKind.Stylegan or GeneratorKind.Spade or GeneratorKind.Pix2pixhd) => 24,
        (true, GeneratorKind.Pggan) => 32,
        (false, GeneratorKind.Stylegan or GeneratorKind.Pggan or GeneratorKind.Spade or GeneratorKind.Pix2pixhd) => 16,
        (true, _) => 48,
        _ => 32,
    };

    /// <summary>The channels of a level.</summary>
    /// <param name="level">0 (side <see cref="Base"/>) to <see cref="Levels"/> - 1.</param>
    public int ChannelsAt(int level) => Width * Math.Min(1 << (Levels - 1 - level), MostChannels);

    /// <summary>The channels of a level of the style-based, the progressive and the SPADE generator, whose layers are convolutions at the level's own side.</summary>
    /// <param name="level">0 (side <see cref="Base"/>) to <see cref="Levels"/> (side <see cref="Size"/>).</param>
    public int StyleChannelsAt(int level) => Width * Math.Min(1 << (Levels - level), MostChannels) / 2;

    /// <summary>The shape as a weights file says it.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ToMetadata() =>
    [
        new("kind", NameOf(Kind)),
        new("size", Text(Size)),
        new("channels", Text(Channels)),
        new("width", Text(Width)),
        new("latent", Text(Latent)),
        new("condition_channels", Text(ConditionChannels)),
    ];

    /// <summary>Reads the shape that a weights file says.</summary>
    /// <exception cref="ModelFileException">It is no generator's file.</exception>
    internal static GeneratorShape FromMetadata(IReadOnlyDictionary<string, string> metadata, string path)
    {
        int Number(string key) => int.TryParse(metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ModelFileException($"{path} holds no generator: its metadata lacks '{key}'");

        var kind = Enum.GetValues<GeneratorKind>().Where(kind => NameOf(kind) == metadata.GetValueOrDefault("kind")).ToArray();
        return kind.Length == 1
            ? new GeneratorShape
            {
                Kind = kind[0],
                Size = Number("size"),
                Channels = Number("channels"),
                Width = Number("width"),
                Latent = Number("latent"),
                ConditionChannels = Number("condition_channels"),
            }
            : throw new ModelFileException($"{path} holds no generator that this program knows: its kind is '{metadata.GetValueOrDefault("kind")}'");
    }

    /// <summary>The name of a kind on the command line and in files.</summary>
    internal static string NameOf(GeneratorKind kind) => kind == GeneratorKind.WganGp ? "wgan-gp" : kind.ToString().ToLowerInvariant();

    private static int CountLevels(int size)
    {
        var levels = 0;
        for (; size % 2 == 0 && size / 2 >= SmallestBase; size /= 2)
        {
            levels++;
        }

        return levels;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
