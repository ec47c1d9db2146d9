using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Keys from projections on a few leading directions V and the length of the residual: for z = x - mean and orthonormal V,
/// |q - x|^2 >= |V (q - x)|^2 + (|residual of q| - |residual of x|)^2, at a fraction of the cost of all dimensions.
/// </summary>
internal sealed unsafe class ProjectedKeys : DistanceKeys
{
    // 127 directions and the residual make rows of 128 floats.
    private const int Directions = 127;
    private const int MinimumDimensions = 3 * Directions;
    private const int MinimumReferences = 2048;
    private const int ProbeQueries = 32;
    private const int ProbeNeighbours = 4;
    private const double PayingShare = .04;
    private const int BlockRows = 256;

    private readonly LeadingDirections _directions;
    private readonly ProductKeys _projected;

    private ProjectedKeys(LeadingDirections directions, float[] projected, int count)
    {
        _directions = directions;
        var norms = new double[count];
        fixed (float* rows = projected)
        {
            for (var i = 0; i < count; i++)
            {
                norms[i] = SquaredEuclidean.Norm(rows + ((long)i * directions.ProjectedLength), directions.ProjectedLength);
            }
        }

        _projected = new ProductKeys(new FeatureMatrix(count, directions.ProjectedLength, projected), norms, roundings: 16);
    }

    /// <summary>Prepares projected keys, or returns null if they would not rule out enough to be worthwhile.</summary>
    internal static ProjectedKeys? TryCreate(FeatureMatrix references, WorkContext work)
    {
        if (references.Columns < MinimumDimensions || references.Rows < MinimumReferences)
        {
            return null;
        }

        LinearAlgebra.Current.UseOneThread();
        var directions = LeadingDirections.Fit(references, Directions);
        var projected = new float[(long)references.Rows * directions.ProjectedLength];
        work.Run(ParallelBlocks.Count(references.Rows, BlockRows), block =>
        {
            var first = block * BlockRows;
            fixed (float* source = references.Span, target = projected)
            {
                directions.Project(
                    source + ((long)first * references.Columns),
                    Math.Min(BlockRows, references.Rows - first),
                    target + ((long)first * directions.ProjectedLength));
            }
        });
        var keys = new ProjectedKeys(directions, projected, references.Rows);
        return keys.Pays(references, work) ? keys : null;
    }

    internal override void Fill(float* queries, int count, float* keys, long stride, KeyOffset* offsets)
    {
        using var projected = new AlignedBuffer<float>((long)count * _directions.ProjectedLength);
        _directions.Project(queries, count, projected.Pointer);
        _projected.Fill(projected.Pointer, count, keys, stride, offsets);
    }

    internal override float Limit(double distance, KeyOffset offset) => _projected.Limit(distance, offset);

    internal override double Ceiling(float key, int reference, KeyOffset offset) => double.PositiveInfinity;

    /// <summary>Tries some references as queries: with a flat spectrum too many candidates are left.</summary>
    private bool Pays(FeatureMatrix references, WorkContext work)
    {
        var rows = Enumerable.Range(0, ProbeQueries).Select(i => (int)((long)i * references.Rows / ProbeQueries)).ToArray();
        var search = new NeighbourSearch(references, this, ProbeNeighbours, leaveOneOut: false);
        search.Nearest<SquaredEuclidean>(references.SelectRows(rows), static (_, _, _) => { }, work);
        return search.Measured < PayingShare * references.Rows * ProbeQueries;
    }
}
