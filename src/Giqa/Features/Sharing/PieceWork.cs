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

    /// <summary>About how much processor time all of it takes, in seconds, by what was measured on one machine.</summary>
    internal abstract double Seconds { get; }

    /// <summary>The features that it works on.</summary>
    protected abstract IReadOnlyList<FeatureMatrix> Features { get; }

    /// <summary>Makes a piece.</summary>
    internal abstract double[] Make(int piece, int threads, CancellationToken cancellationToken);

    /// <summary>Writes down all that <see cref="Make"/> goes by.</summary>
    internal abstract void Write(PieceWriter writer);

    /// <summary>All pieces in their order, made by others where the features lie where others read them; null where they are to be made here.</summary>
    internal IEnumerable<double[]>? TryShare(CancellationToken cancellationToken)
    {
        if (Pieces < 2 || Features.Any(features => features.Origin is null) || Seconds < Features[0].Origin!.Runner.LeastSeconds)
        {
            return null;
        }

        foreach (var features in Features.Where(features => features.Origin!.Folder is null))
        {
            features.Origin = features.Origin! with { Folder = features.Origin.Runner.Place(features) };
        }

        return Features[0].Origin!.Runner.Run(this, cancellationToken);
    }
}

/// <summary>What has pieces made by others.</summary>
internal interface IPieceRunner
{
    /// <summary>Work that takes less is made by whoever needs it.</summary>
    double LeastSeconds { get; }

    /// <summary>All pieces, in their order.</summary>
    /// <exception cref="GiqaException">One of them cannot be made.</exception>
    IEnumerable<double[]> Run(PieceWork work, CancellationToken cancellationToken);

    /// <summary>Writes features to where others read them.</summary>
    /// <returns>The folder of features.</returns>
    string Place(FeatureMatrix features);
}

/// <summary>Who may work on the rows of a matrix.</summary>
/// <param name="Runner">What has them work.</param>
/// <param name="Folder">The folder of features that holds these rows; null where one is made when it is needed.</param>
internal sealed record FeatureOrigin(IPieceRunner Runner, string? Folder)
{
    /// <summary>That of features which are made of these.</summary>
    internal FeatureOrigin OfMade => new(Runner, null);
}
