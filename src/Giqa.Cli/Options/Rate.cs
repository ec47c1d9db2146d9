using System.CommandLine.Parsing;
using System.Globalization;

namespace Giqa.Cli.Options;

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
