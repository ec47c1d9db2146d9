namespace Giqa.Models;

/// <summary>What a model of people's preferences was learned from, and how well it foretells them.</summary>
internal sealed record PreferenceReport
{
    /// <summary><c>pairs</c> or <c>opinions</c>.</summary>
    public required string Labels { get; init; }

    /// <summary>Judged pairs, or images with an opinion.</summary>
    public required int Judgements { get; init; }

    /// <summary>Images that were judged.</summary>
    public required int JudgedImages { get; init; }

    /// <summary>People who judged pairs; 1 where the file does not tell them apart, or holds opinions.</summary>
    public required int Observers { get; init; }

    /// <summary>Groups of images, such as prompts, that no fold divides; the number of judged images where each is a group of its own.</summary>
    public required int Groups { get; init; }

    /// <summary>What quality is calibrated on: <c>reals</c>, <c>unjudged images</c> or <c>images</c>, the judged ones among them.</summary>
    public required string CalibratedOn { get; init; }

    /// <summary>The standard deviation of an opinion about its image's score; null for pairs.</summary>
    public double? Noise { get; init; }

    /// <summary>The figure that <see cref="Figures"/> holds: <c>accuracy</c> of pairs, ties counted one half, or <c>spearman</c>.</summary>
    public required string Figure { get; init; }

    /// <summary>How many judgements were foretold from others that share no image, and no group, with them.</summary>
    public required int Tested { get; init; }

    /// <summary>The preference model's figure on those judgements, then those of scorers that learned from none.</summary>
    public required IReadOnlyList<PreferenceFigure> Figures { get; init => field = value ?? []; }

    /// <summary>The sentence that says whether it foretells people better than the others do.</summary>
    public required string Verdict { get; init; }

    /// <summary>The images that quality is calibrated on, in the plural, as a sentence names them.</summary>
    internal static string NameOf(string calibratedOn) => calibratedOn switch
    {
        "reals" => "real images",
        "images" => "images at hand when it was learned",
        _ => calibratedOn,
    };
}

/// <summary>How well one scorer foretells people.</summary>
/// <param name="Scorer">Its name; <c>prefer</c> is the model itself.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record PreferenceFigure(string Scorer, double Value, double Low, double High)
{
    /// <summary>By how much the preference model's figure is greater; null for the model itself.</summary>
    public double? Gain { get; init; }

    /// <summary>The lower end of the 95 % interval of that; above 0 the preference model is better.</summary>
    public double? GainLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? GainHigh { get; init; }
}
