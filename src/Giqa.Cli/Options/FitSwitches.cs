using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Giqa.Models;

namespace Giqa.Cli.Options;

/// <summary>How a model is fitted.</summary>
internal sealed class FitSwitches
{
    private readonly OptionSet<FitOptions> _options = new()
    {
        {
            Make.Choice("--method", "Gaussian mixture, nearest neighbours, or a single Gaussian.", "gmm", "gmm", "knn", "sgm"),
            (o, word) => o with { Method = Enum.Parse<FitMethod>(word, ignoreCase: true) }
        },
        {
            new Option<ComponentNumber>("--components")
            {
                Description = "Gaussians in the mixture; auto tries several numbers and takes the one that best explains unseen images. [default: 7]",
                HelpName = "N|auto",
                CustomParser = ComponentNumber.Parse,
            },
            (o, number) => o with { Components = number.Given ?? o.Components, ChooseComponents = number.Given is null }
        },
        {
            Make.Choice("--covariance", "The Gaussians' covariances.", "full", "full", "diag", "tied", "spherical"),
            (o, word) => o with { Covariance = word == "diag" ? CovarianceKind.Diagonal : Enum.Parse<CovarianceKind>(word, ignoreCase: true) }
        },
        {
            new Option<string>("--regularization")
            {
                Description = "What is added to every variance of a mixture: a number in squared feature units such as 1e-6, or a share of the mean variance such as 1%. [default: depends on the chain]",
                HelpName = "R|R%",
                CustomParser = result => Ridge(Make.Word(result)) is null ? Make.Fault<string>(result, "--regularization", "must be 0 or a positive number, optionally with a % sign") : Make.Word(result),
            },
            (o, added) => added.EndsWith('%') ? o with { RidgeShare = Ridge(added) / 100 } : o with { Ridge = Ridge(added) }
        },
        { Make.Number("--shrinkage", "The weight, in rows, of the pooled covariance in each Gaussian's; 0 for no shrinkage. [default: depends on the chain; own: one per dimension]", 0, 1e9), (o, rows) => o with { Shrinkage = rows } },
        {
            new Option<int?>("--neighbours")
            {
                Description = "K, the number of nearest real images to use. [default: 1, or 5 if every tap has a model]",
                HelpName = "N",
                CustomParser = result => int.TryParse(Make.Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                    ? count
                    : Make.Fault<int?>(result, "--neighbours", "must be a whole number of at least 1"),
            },
            (o, count) => o with { Neighbours = count }
        },
        {
            Make.Choice("--knn", "The paper's formula, or the one in the authors' released program.", "paper", "paper", "official"),
            (o, word) => o with { Variant = Enum.Parse<NeighbourVariant>(word, ignoreCase: true) }
        },
        {
            new Option<string>("--chain")
            {
                Description = "Whose defaults apply to the options below: the paper's (features as they are, PCA 0.95, 1e-6 on the covariances, no shrinkage) or Giqa's own. [default: paper for inception-fid, otherwise own]",
                HelpName = "paper|own",
                CustomParser = result => Make.Word(result) is "paper" or "own" ? Make.Word(result) : Make.Fault<string>(result, "--chain", "must be paper or own"),
            },
            (o, word) => o with { Chain = Enum.Parse<ChainKind>(word, ignoreCase: true) }
        },
        {
            new Option<TapChoice>("--taps")
            {
                Description = "One model for all taps of the network together, or one for each, whose standardised scores are added; for your own features, the taps' lengths. [default: separate for mobilenet-low, otherwise joint]",
                HelpName = "joint|separate|N,N,...",
                CustomParser = TapChoice.Parse,
            },
            (o, taps) => o with { Taps = taps.Density, TapLengths = taps.Lengths }
        },
        {
            new Option<Rate>("--pca")
            {
                Description = "The share of variance that PCA keeps, or off. [default: depends on the chain]",
                HelpName = "RATE|off",
                CustomParser = Rate.Parse,
            },
            (o, rate) => o with { PcaRate = rate.Share ?? 0 }
        },
        { OnOff("--square-roots", "Replace features by their square roots first."), (o, word) => o with { SquareRoots = word == "on" } },
        { OnOff("--standardize", "Scale each feature to unit variance over the real images."), (o, word) => o with { Standardize = word == "on" } },
        { OnOff("--pca-residual", "Whether a mixture's score counts what PCA drops."), (o, word) => o with { PcaResidual = word == "on" } },
        { OnOff("--whiten", "Scale the directions that PCA keeps to unit deviation; a mixture does that anyway.", "on for knn if every tap has a model, otherwise off"), (o, word) => o with { Whiten = word == "on" } },
        { Make.Number("--holdout", "The share of images held out to calibrate quality; 0 fits on all and calibrates by five folds. [default: 0.1, or 0 below 500 images]", 0, 0.5), (o, share) => o with { HoldOut = share } },
        { Make.Whole("--sample", "Fit on at most this many images, drawn at random with the seed.", new FitOptions().MostImages, FitOptions.LeastImages), (o, images) => o with { MostImages = images } },
        { Make.Seed("Determines every draw."), (o, seed) => o with { Seed = seed } },
    };

    public IReadOnlyList<Option> All => [.. _options];

    /// <summary>The library's options as these switches set them.</summary>
    /// <param name="arguments">What the user gave.</param>
    /// <param name="threads">Threads to fit with.</param>
    /// <param name="sources">Where the real images can be read again.</param>
    public FitOptions Read(ParseResult arguments, int threads, IReadOnlyList<string> sources) =>
        _options.Read(arguments, new FitOptions { Threads = threads, Sources = sources });

    private static double? Ridge(string text) =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static Option<string> OnOff(string name, string description, string initial = "depends on the chain") => new(name)
    {
        Description = $"{description} [default: {initial}]",
        HelpName = "on|off",
        CustomParser = result => Make.Word(result) is "on" or "off" ? Make.Word(result) : Make.Fault<string>(result, name, "must be on or off"),
    };
}

/// <summary>A number of Gaussians; null to have it chosen.</summary>
/// <param name="Given">At least 1, or null.</param>
internal sealed record ComponentNumber(int? Given)
{
    private const int Most = 10_000;

    public static ComponentNumber? Parse(ArgumentResult result) => Make.Word(result) switch
    {
        "auto" => new ComponentNumber((int?)null),
        var word when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most => new ComponentNumber(number),
        _ => Make.Fault<ComponentNumber>(result, "--components", $"must be a whole number from 1 to {Most}, or auto"),
    };
}

/// <summary>A PCA rate as given: a share of variance, or off.</summary>
/// <param name="Share">In (0, 1], or null for off.</param>
internal sealed record Rate(double? Share)
{
    public static Rate? Parse(ArgumentResult result)
    {
        var word = Make.Word(result);
        if (word == "off")
        {
            return new Rate((double?)null);
        }

        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1
            ? new Rate(share)
            : Make.Fault<Rate>(result, "--pca", "must be a share above 0 and at most 1, such as 0.95, or off");
    }
}

/// <summary>How taps are modelled: together, separately, or separately with these lengths.</summary>
internal sealed record TapChoice(TapDensity Density, IReadOnlyList<int> Lengths)
{
    public static TapChoice? Parse(ArgumentResult result)
    {
        var word = Make.Word(result);
        if (word is "joint" or "separate")
        {
            return new TapChoice(word == "joint" ? TapDensity.Joint : TapDensity.Separate, []);
        }

        var lengths = new List<int>();
        foreach (var part in word.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length == 0)
            {
                return Make.Fault<TapChoice?>(result, "--taps", "must be joint, separate, or the lengths of the taps such as 144,192");
            }

            lengths.Add(length);
        }

        return new TapChoice(TapDensity.Separate, lengths);
    }
}
