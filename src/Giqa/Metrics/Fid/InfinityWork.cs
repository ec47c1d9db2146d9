using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>FID of samples of rising size, a piece for each.</summary>
/// <param name="real">The reals.</param>
/// <param name="generated">What the samples are drawn from.</param>
/// <param name="counts">Their sizes.</param>
/// <param name="seed">What they are drawn with.</param>
/// <param name="divisor">The covariances' divisor.</param>
internal sealed class InfinityWork(FrechetSet real, FeatureMatrix generated, int[] counts, ulong seed, CovarianceDivisor divisor) : PieceWork
{
    internal const string Word = "fid-of-samples";

    private readonly Lazy<int[][]> _samples = new(() =>
    {
        var sampler = new SeededRandom(seed);
        return Array.ConvertAll(counts, count => sampler.Choose(generated.Rows, count));
    });

    internal override string Kind => Word;

    internal override int Pieces => counts.Length;

    /// <summary>The samples' sizes.</summary>
    internal int[] Counts => counts;

    internal override double Seconds => 4e-11 * counts.Sum(count => (double)count) * generated.Columns * generated.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [generated];

    internal static InfinityWork Read(PieceReader reader)
    {
        var generated = reader.ReadFeatures();
        var (mean, covariance, count) = (reader.ReadDoubles(), reader.ReadDoubles(), reader.ReadInt());
        var (counts, seed, divisor) = (reader.ReadInts(), reader.ReadULong(), (CovarianceDivisor)reader.ReadInt());
        return new InfinityWork(FrechetSet.Create(new FeatureStatistics(mean, covariance, count, divisor)), generated, counts, seed, divisor);
    }

    /// <summary>The FID of a sample.</summary>
    internal double Distance(int sample, int threads, CancellationToken cancellationToken) =>
        FrechetDistance.NearDistance(real, FrechetSet.Create(generated, _samples.Value[sample], divisor, threads, cancellationToken));

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken) => [Distance(piece, threads, cancellationToken)];

    internal override void Write(PieceWriter writer)
    {
        var statistics = real.Statistics!;
        writer.Write(generated);
        writer.Write(statistics.Mean);
        writer.Write(statistics.Covariance);
        writer.Write(statistics.Count!.Value);
        writer.Write(counts);
        writer.Write(seed);
        writer.Write((int)divisor);
    }
}
