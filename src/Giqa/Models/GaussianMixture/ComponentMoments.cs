using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>What the M-step knows before it comes to the covariances.</summary>
/// <param name="Rows">N x D.</param>
/// <param name="Responsibilities">Of every component.</param>
/// <param name="Means">M x D.</param>
/// <param name="Counts">N_k of every component.</param>
internal readonly unsafe record struct ComponentMoments(
    MatrixView Rows, Responsibilities Responsibilities, PinnedArray Means, double[] Counts)
{
    internal double* Mean(int component) => Means.Pointer + ((long)component * Rows.Columns);
}
