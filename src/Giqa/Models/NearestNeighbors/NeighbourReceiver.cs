namespace Giqa.Models;

/// <summary>Takes the neighbours of one query; the spans are only valid during the call.</summary>
internal delegate void NeighbourReceiver(int query, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances);
