namespace Giqa.Models;

/// <summary>Judged images, or more, along principal components.</summary>
/// <param name="Components">The components.</param>
/// <param name="Rows">One row an image.</param>
/// <param name="Places">By the images' rows of features, their rows here.</param>
internal sealed record JudgedImages(PrincipalComponents Components, double[] Rows, IReadOnlyDictionary<int, int> Places)
{
    /// <summary>The row of an image.</summary>
    internal ReadOnlySpan<double> RowOf(int image) => Rows.AsSpan(Places[image] * Components.Count, Components.Count);

    /// <summary>Some of the rows.</summary>
    internal double[] Select(int[] places)
    {
        var selected = new double[places.Length * Components.Count];
        foreach (var (at, place) in places.Index())
        {
            Rows.AsSpan(place * Components.Count, Components.Count).CopyTo(selected.AsSpan(at * Components.Count));
        }

        return selected;
    }
}
