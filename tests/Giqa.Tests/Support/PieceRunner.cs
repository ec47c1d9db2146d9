using Giqa.Cli.Runs;
using Giqa.Features;

namespace Giqa.Tests.Support;

/// <summary>Makes pieces as other processes would: from what was written down, each by itself, the last first.</summary>
internal sealed class PieceRunner(string folder) : IPieceRunner
{
    private int _placed;

    /// <summary>The kinds of work that were done.</summary>
    public List<string> Kinds { get; } = [];

    public double LeastSeconds => 0;

    /// <summary>A copy of features on which others may work.</summary>
    public FeatureMatrix Share(FeatureMatrix features) => new(features.Rows, features.Columns, features.Values) { Origin = new FeatureOrigin(this, null) };

    public string Place(FeatureMatrix features)
    {
        var place = Path.Combine(folder, $"{_placed++}.features");
        var plan = FeaturePlan.OfRows(features, "test") with { ChunkItems = 200 };
        plan.Write(place);
        for (var chunk = 0; chunk < plan.Chunks; chunk++)
        {
            int[] rows = [.. Enumerable.Range(plan.StartOf(chunk), plan.CountOf(chunk))];
            new FeatureSet(features.SelectRows(rows), [.. rows.Select(row => new FeatureItem($"{row}"))], null, null).Save(FeatureFolder.ChunkIn(place, chunk));
        }

        return place;
    }

    public IEnumerable<double[]> Run(PieceWork work, CancellationToken cancellationToken)
    {
        Kinds.Add(work.Kind);
        using var bytes = new MemoryStream();
        using (var writer = new PieceWriter(bytes))
        {
            work.Write(writer);
        }

        var pieces = new double[work.Pieces][];
        for (var piece = work.Pieces - 1; piece >= 0; piece--)
        {
            using var reader = new PieceReader(new MemoryStream(bytes.ToArray()));
            var own = PieceKinds.Read(work.Kind, reader);
            Assert.Equal(work.Pieces, own.Pieces);
            pieces[piece] = own.Make(piece, 1 + (piece % 2), cancellationToken);
        }

        return pieces;
    }
}
