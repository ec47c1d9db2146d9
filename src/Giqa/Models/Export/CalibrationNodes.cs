using Giqa.Features.Onnx;

namespace Giqa.Models;

/// <summary>A calibration as ONNX nodes: from raw scores to qualities, N x 1 float64 both.</summary>
internal sealed class CalibrationNodes(OnnxExpressions nodes, Calibration calibration)
{
    internal string Quality(string score)
    {
        var (scores, qualities) = (calibration.Scores.ToArray(), calibration.Qualities.ToArray());
        var below = nodes.Apply("Less", score, nodes.Scalar(scores[0]));
        var above = nodes.Apply("Less", nodes.Scalar(scores[^1]), score);
        var inside = scores.Length == 1 ? nodes.Scalar(qualities[0]) : Between(nodes, score, scores, qualities);
        return nodes.Apply("Where", below, LowerTail(score, scores[0], qualities[0]), nodes.Apply("Where", above, UpperTail(score, scores[^1], qualities[^1]), inside));
    }

    /// <summary>The straight line between the two points around a score.</summary>
    /// <param name="nodes">The graph.</param>
    /// <param name="score">N x 1.</param>
    /// <param name="scores">The points, two or more, ascending.</param>
    /// <param name="qualities">The values there.</param>
    internal static string Between(OnnxExpressions nodes, string score, double[] scores, double[] qualities)
    {
        var reached = nodes.ToDouble(nodes.Apply("Not", nodes.Apply("Less", score, nodes.Constant(scores, 1, scores.Length))));
        var last = nodes.Subtract(nodes.SumOfLast(reached, scores.Length), nodes.Scalar(1));
        var left = nodes.Apply("Min", nodes.Apply("Max", last, nodes.Scalar(0)), nodes.Scalar(scores.Length - 2));
        var place = nodes.ToInteger(left);
        var next = nodes.ToInteger(nodes.Add(left, nodes.Scalar(1)));
        var (allScores, allQualities) = (nodes.Constant(scores, scores.Length), nodes.Constant(qualities, qualities.Length));
        var (score0, score1) = (nodes.Apply("Gather", allScores, place), nodes.Apply("Gather", allScores, next));
        var (quality0, quality1) = (nodes.Apply("Gather", allQualities, place), nodes.Apply("Gather", allQualities, next));
        var share = nodes.Divide(nodes.Subtract(score, score0), nodes.Subtract(score1, score0));
        return nodes.Add(quality0, nodes.Multiply(share, nodes.Subtract(quality1, quality0)));
    }

    // The tails are computed for every score; beyond their own side the distance is held at 0, where they are harmless.
    private string LowerTail(string score, double first, double quality)
    {
        var distance = nodes.Apply("Max", nodes.Subtract(nodes.Scalar(first), score), nodes.Scalar(0));
        var slope = nodes.Multiply(distance, nodes.Scalar(calibration.LowerSlope));
        return nodes.Divide(nodes.Scalar(quality), nodes.Add(slope, nodes.Scalar(1)));
    }

    private string UpperTail(string score, double last, double quality)
    {
        var distance = nodes.Apply("Max", nodes.Subtract(score, nodes.Scalar(last)), nodes.Scalar(0));
        var slowly = nodes.Apply("Log", nodes.Add(nodes.Multiply(distance, nodes.Scalar(calibration.UpperSlope)), nodes.Scalar(1)));
        var missing = nodes.Divide(nodes.Scalar(1 - quality), nodes.Add(slowly, nodes.Scalar(1)));
        return nodes.Subtract(nodes.Scalar(1), missing);
    }
}
