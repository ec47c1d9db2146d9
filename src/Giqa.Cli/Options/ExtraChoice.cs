using Giqa.Scores;

namespace Giqa.Cli.Options;

/// <summary>What <c>--extra</c> asks for.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="IsAll">Whether that was put as <c>all</c>: then a column that the images are too few for stays empty.</param>
internal sealed record ExtraChoice(ExtraColumns Columns, bool IsAll);
