using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Keys from projections on a few leading directions W and the length of the residual: for z = x - mean and W that lengthens nothing,
/// |q - x|^2 >= |W (q - x)|^2 + (|residual of q| - |residual of x|)^2, at a fraction of the cost of all dimensions.
/// </summary>
/// <remarks>
/// With projections that are off by e (reference) and f (query), |q - x| = d means at most d + e + f between them, and
/// (d + e + f)^2 is at most (1 + s)(d + f)^2 + (1 + 1/s) e^2 for every s above 0: so each reference pays for its own error, and one far out harms no other.
/// </remarks>
internal sealed unsafe class ProjectedKeys : DistanceKeys
{
    // 127 directions and the residual make rows of 128 floats.
    private const int Directions = 127;
    private const int MinimumDimensions = 3 * Directions;
    private const int MinimumReferences = 2048;
    private const int MostProbes = 32;
    private const int FewestProbes = 4;
    private const int ProbedPairs = 4_000_000;
    private const int ProbeNeighbours = 4;
    private const double PayingShare = .02;
    private const double Share = 1.0 / 256;
    private const int BlockRows = 256;

    private readonly LeadingDirections _directions;
    private readonly ProductKeys _projected;

    private ProjectedKeys(LeadingDirections directions, float[] projected, double[] norms, double[] allowances)
    {
        _directions = directions;
        _projected = new ProductKeys(new FeatureMatrix(norms.Length, directions.ProjectedLength, projected), norms, roundings: 16, allowances);
    }

    internal override int PreparedColumns => _directions.ProjectedLength;

    /// <summary>Prepares projected keys, or returns null if they would not rule out enough to be worthwhile.</summary>
    internal static ProjectedKeys? TryCreate(FeatureMatrix references, WorkContext work)
    {
        if (references.Columns < MinimumDimensions || references.Rows < MinimumReferences)
        {
            return null;
        }

        var keys = Create(references, work);
        return keys.Pays(references, work) ? keys : null;
    }

    /// <summary>Prepares projected keys, worthwhile or not.</summary>
    internal static ProjectedKeys Create(FeatureMatrix references, WorkContext work)
    {
        LinearAlgebra.Current.UseOneThread();
        var directions = LeadingDirections.Fit(references, Directions);
        var length = directions.ProjectedLength;
        var projected = new float[(long)references.Rows * length];
        var (norms, allowances) = (new double[references.Rows], new double[references.Rows]);
        work.Run(
            ParallelBlocks.Count(references.Rows, BlockRows),
            () => new AlignedBuffer<float>((long)BlockRows * references.Columns),
            (block, centred) =>
            {
                var first = block * BlockRows;
                var count = Math.Min(BlockRows, references.Rows - first);
                fixed (float* source = references.Span, target = projected)
                {
                    var rows = target + ((long)first * length);
                    directions.Project(source + ((long)first * references.Columns), count, centred.Pointer, rows, allowances.AsSpan(first, count));
                    for (var row = 0; row < count; row++)
                    {
                        norms[first + row] = SquaredEuclidean.Norm(rows + ((long)row * length), length);
                        allowances[first + row] *= allowances[first + row] * (1 + (1 / Share));
                    }
                }
            });
        GC.KeepAlive(references);
        return new ProjectedKeys(directions, projected, norms, allowances);
    }

    internal override void Prepare(float* queries, int count, float* prepared, KeyOffset* offsets)
    {
        using var projected = new AlignedBuffer<float>((long)count * _directions.ProjectedLength);
        using var centred = new AlignedBuffer<float>((long)count * _directions.Dimensions);
        var errors = new double[count];
        _directions.Project(queries, count, centred.Pointer, projected.Pointer, errors);
        _projected.Prepare(projected.Pointer, count, prepared, offsets);
        for (var i = 0; i < count; i++)
        {
            offsets[i] = offsets[i] with { Slack = errors[i] };
        }
    }

    internal override void Fill(float* prepared, int count, int first, int references, float* keys, int stride) =>
        _projected.Fill(prepared, count, first, references, keys, stride);

    internal override float Limit(double distance, KeyOffset offset)
    {
        var length = Math.Sqrt(distance) + offset.Slack;
        return _projected.Limit((1 + Share) * length * length, offset);
    }

    internal override double Ceiling(float key, int reference, KeyOffset offset) => double.PositiveInfinity;

    /// <summary>Tries some references as queries: with a flat spectrum too many candidates are left.</summary>
    private bool Pays(FeatureMatrix references, WorkContext work)
    {
        var probes = Math.Clamp(ProbedPairs / references.Rows, FewestProbes, MostProbes);
        var rows = Enumerable.Range(0, probes).Select(i => (int)((long)i * references.Rows / probes)).ToArray();
        var search = new NearestSearch(references, this, ProbeNeighbours, leaveOneOut: false);
        search.Run<SquaredEuclidean>(references.SelectRows(rows), static (_, _, _) => { }, work);
        return search.Measured < PayingShare * references.Rows * probes;
    }
}
