namespace Giqa.Web.Labelling;

/// <summary>What the judging page sends; nothing in it is trusted.</summary>
internal sealed record JudgementRequest
{
    public string? Observer { get; init; }

    public int? Pair { get; init; }

    public int? Left { get; init; }

    public int? Right { get; init; }

    public string? Answer { get; init; }

    public double? Milliseconds { get; init; }
}
