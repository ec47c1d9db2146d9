using System.CommandLine.Parsing;
using System.Globalization;
using Giqa.Models;

namespace Giqa.Cli.Options;

/// <summary>How taps are modelled: together, each, or each of these lengths.</summary>
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
