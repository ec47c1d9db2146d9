using System.Globalization;

namespace Giqa.Scores;

/// <summary>Turns the text of one row into a checked <see cref="ImageScore"/>.</summary>
internal static class ScoreRow
{
    public static ImageScore Parse(string place, string? image, string? score, string? quality, string? status, string? detail)
    {
        if (string.IsNullOrEmpty(image))
        {
            throw new GiqaException($"{place}: the image's name is missing");
        }

        if (string.IsNullOrEmpty(status))
        {
            throw new GiqaException($"{place}: the status is missing; it is ok, or why there is no score");
        }

        var row = new ImageScore
        {
            Image = image,
            Score = Number(place, "score", score),
            Quality = Number(place, "quality", quality),
            Status = status,
            Detail = string.IsNullOrEmpty(detail) ? null : detail,
        };
        return row.IsScored && row.Score is null
            ? throw new GiqaException($"{place}: the status is ok, but there is no score")
            : row;
    }

    internal static double? Number(string place, string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new GiqaException($"{place}: the {field} '{text}' is not a finite number such as -123.45");
    }
}
