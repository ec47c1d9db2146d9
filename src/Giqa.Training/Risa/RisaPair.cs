namespace Giqa.Training.Risa;

/// <summary>One (source, reference) pair as a generator rendered it at every iteration.</summary>
/// <param name="Reference">The number of its reference.</param>
/// <param name="Images">Its images by the iterations' order, each of side x side RGB pixels; null where one is missing.</param>
internal sealed record RisaPair(int Reference, byte[]?[] Images)
{
    internal bool Has(int iteration) => Images[iteration] is not null;
}
