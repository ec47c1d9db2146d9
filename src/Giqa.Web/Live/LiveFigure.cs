namespace Giqa.Web.Live;

/// <summary>FID and DS of a set, or of one snapshot in it.</summary>
/// <param name="Set">The set's number.</param>
/// <param name="Iteration">The snapshot's iteration; null for the whole set.</param>
/// <param name="Images">How many images it rests on.</param>
/// <param name="Fid">FID, if there are images enough.</param>
/// <param name="Ds">DS, if there are images enough.</param>
/// <param name="Warning">What a reader should know, or null.</param>
internal sealed record LiveFigure(int Set, long? Iteration, int Images, double? Fid, double? Ds, string? Warning);
