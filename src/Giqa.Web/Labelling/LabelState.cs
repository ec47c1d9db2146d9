using Giqa.Agreement.Labelling;

namespace Giqa.Web.Labelling;

/// <summary>What the judging page knows after every answer.</summary>
/// <param name="Judged">Pairs that the observer has answered.</param>
/// <param name="Skipped">Pairs without an answer.</param>
/// <param name="Total">All pairs.</param>
/// <param name="Upcoming">The next pair and some after it, for their pictures to be fetched ahead; empty at the end.</param>
internal sealed record LabelState(int Judged, int Skipped, int Total, IReadOnlyList<LabelTask> Upcoming);
