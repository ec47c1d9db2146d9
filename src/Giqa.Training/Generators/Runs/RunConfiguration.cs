namespace Giqa.Training.Generators;

/// <summary>What a run was started with; <c>config.json</c> in its folder. It does not change when the run is resumed.</summary>
internal sealed record RunConfiguration
{
    /// <summary>The layers of the generator.</summary>
    public required GeneratorShape Shape { get; init; }

    /// <summary>How it is trained.</summary>
    public required GeneratorOptions Options { get; init; }

    /// <summary>The inputs with the training images.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The input with the conditions of a conditional generator, where they were given; or null.</summary>
    public string? Conditions { get; init; }

    /// <summary>How many images it trains on.</summary>
    public required int Images { get; init; }

    /// <summary>A checksum of the images as they were trained on.</summary>
    public required string Checksum { get; init; }

    /// <summary>How weak samples are weighed; null when they are not.</summary>
    public OhemSettings? Weighting { get; init; }

    /// <summary>The program that started it.</summary>
    public required string Software { get; init; }

    /// <summary>The configuration of a new run, with everything that the options leave open filled in.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="set">The images; say where they came from by <see cref="Inputs"/>.</param>
    public static RunConfiguration For(GeneratorOptions options, TrainingSet set)
    {
        var width = options.Width != 0 ? options.Width : GeneratorShape.WidthFor(options.Kind, set.Shape.Size);
        return new RunConfiguration
        {
            Shape = new GeneratorShape
            {
                Kind = options.Kind,
                Size = set.Shape.Size,
                Channels = set.Shape.Channels,
                Width = width,
                Latent = options.Latent,
                ConditionChannels = Math.Max(1, set.Shape.ConditionChannels),
            },
            Options = options,
            Inputs = [],
            Images = set.Count,
            Checksum = set.Checksum,
            Software = $"giqa {typeof(RunConfiguration).Assembly.GetName().Version!.ToString(3)}",
        };
    }
}

/// <summary>How weak samples are weighed in the discriminator's loss.</summary>
/// <param name="Model">The model that judges them.</param>
/// <param name="Threshold">Samples of lower quality are weak.</param>
/// <param name="Weight">What a weak sample counts; any other counts 1.</param>
/// <param name="Every">Iterations from one judgement to the next.</param>
internal sealed record OhemSettings(string Model, double Threshold, double Weight, int Every);
