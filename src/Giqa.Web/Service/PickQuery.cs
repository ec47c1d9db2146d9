using System.Globalization;
using System.Text.Json;
using Giqa.Scores;
using Giqa.Selection;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Service;

/// <summary>Which images of a batch are the best: the query of <c>/v1/pick</c> and its answer.</summary>
internal static class PickQuery
{
    /// <summary>Reads exactly one of <c>keep</c>, <c>count</c> and <c>min_quality</c>.</summary>
    /// <exception cref="ProblemException">There is none, or several, or the value is out of range.</exception>
    internal static PickRule Read(IQueryCollection query)
    {
        try
        {
            return (query["keep"].ToString(), query["count"].ToString(), query["min_quality"].ToString()) switch
            {
                (not "" and var keep, "", "") => PickRule.KeepShare(Number("keep", keep)),
                ("", not "" and var count, "") when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => PickRule.Count(number),
                ("", not "" and var count, "") => throw new ProblemException(StatusCodes.Status400BadRequest, $"count={count} is not a whole number such as 3"),
                ("", "", not "" and var quality) => PickRule.MinQuality(Number("min_quality", quality)),
                _ => throw new ProblemException(StatusCodes.Status400BadRequest, "the query needs exactly one of keep=0.9, count=3 and min_quality=0.5"),
            };
        }
        catch (GiqaException e) when (e is not ProblemException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    /// <summary>Writes kept, rejected and skipped images as members of the current object, the best first.</summary>
    internal static void Write(Utf8JsonWriter json, IReadOnlyList<ImageScore> scores, PickRule rule)
    {
        var kept = Picker.Pick(scores, rule);
        ScoreJson.WriteSummary(json, scores);
        ScoreJson.Write(json, "kept", kept.Select(row => scores[row]));
        ScoreJson.Write(json, "rejected", Picker.Rank(scores).Skip(kept.Count).Select(row => scores[row]));
        ScoreJson.Write(json, "unusable", scores.Where(score => !score.IsScored));
    }

    private static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new ProblemException(StatusCodes.Status400BadRequest, $"{name}={text} is not a number such as 0.5");
}
