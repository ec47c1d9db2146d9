namespace Giqa.Features;

/// <summary>
/// Work on features that falls into numbered pieces. What a piece gives follows from what the work is written down as and the piece's number
/// alone: it may be made by any process, and again.
/// </summary>
internal abstract class PieceWork
{
    /// <summary>Which kind of work it is: what reads it again is found by this word.</summary>
    internal abstract string Kind { get; }

    /// <summary>How many pieces there are; never by the number of processes.</summary>
    internal abstract int Pieces { get; }

    /// <summary>The features that it works on.</summary>
    protected abstract IReadOnlyList<FeatureMatrix> Features { get; }

    /// <summary>Makes a piece.</summary>
    internal abstract double[] Make(int piece, int threads, CancellationToken cancellationToken);

    /// <summary>Writes down all that <see cref="Make"/> goes by.</summary>
    internal abstract void Write(PieceWriter writer);

    /// <summary>All pieces in their order, made by others where the features lie where others read them; null where they are to be made here.</summary>
    internal IEnumerable<double[]>? TryShare(CancellationToken cancellationToken) =>
        Pieces > 1 && Features.All(features => features.Origin is not null) ? Features[0].Origin!.Runner.Run(this, cancellationToken) : null;
}

/// <summary>What has pieces made by others.</summary>
internal interface IPieceRunner
{
    /// <summary>All pieces, in their order.</summary>
    /// <exception cref="GiqaException">One of them cannot be made.</exception>
    IEnumerable<double[]> Run(PieceWork work, CancellationToken cancellationToken);
}

/// <summary>Where the rows of a matrix lie, such that others can read them.</summary>
/// <param name="Folder">A folder of features.</param>
/// <param name="Rows">Which of its rows; null for all.</param>
/// <param name="Runner">Who works on them.</param>
internal sealed record FeatureOrigin(string Folder, int[]? Rows, IPieceRunner Runner)
{
    /// <summary>The origin of some of these rows.</summary>
    internal FeatureOrigin Select(ReadOnlySpan<int> rows)
    {
        var selected = rows.ToArray();
        return this with { Rows = Rows is null ? selected : Array.ConvertAll(selected, row => Rows[row]) };
    }
}
