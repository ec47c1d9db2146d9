using Giqa.Features;
using Giqa.Metrics;
using Giqa.Models;

namespace Giqa.Cli.Runs;

/// <summary>What can be done in pieces, by the words that are written down.</summary>
internal static class PieceKinds
{
    /// <summary>Reads work that was written down.</summary>
    /// <exception cref="GiqaException">Its kind is not known here, or its features have changed.</exception>
    public static PieceWork Read(string kind, PieceReader reader) => kind switch
    {
        MomentWork.Word => MomentWork.Read(reader),
        NeighbourWork.Word => NeighbourWork.Read(reader),
        RadiiWork.Word => RadiiWork.Read(reader),
        OverlapWork.Word => OverlapWork.Read(reader),
        KidWork.Word => KidWork.Read(reader),
        InfluenceWork.Word => InfluenceWork.Read(reader),
        InfinityWork.Word => InfinityWork.Read(reader),
        _ => throw new GiqaException($"pieces of {kind} are not known to this version of Giqa: run the one that began the work"),
    };
}
