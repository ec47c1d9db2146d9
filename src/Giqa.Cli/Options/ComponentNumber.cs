using System.CommandLine.Parsing;
using System.Globalization;

namespace Giqa.Cli.Options;

/// <summary>A number of Gaussians; null: to be chosen.</summary>
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
