using System.Collections;
using Giqa.Images;

namespace Giqa.Features;

/// <summary>The items of a feature file as bytes: some forty per image, where objects take four times that.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class PackedItems : IReadOnlyList<FeatureItem>
{
    private readonly PackedText _names;
    private readonly PackedText? _details;
    private readonly byte[] _statuses;
    private readonly ImageFault?[] _faults;

    /// <param name="names">The names.</param>
    /// <param name="details">What is said of faults; null where nothing is.</param>
    /// <param name="statuses">For each item its number in <paramref name="faults"/>.</param>
    /// <param name="faults">The faults there are; null for none, which is number 0.</param>
    /// <exception cref="FormatException">The parts do not fit each other.</exception>
    internal PackedItems(PackedText names, PackedText? details, byte[] statuses, ImageFault?[] faults)
    {
        (_names, _details, _statuses, _faults) = (names, details, statuses, faults);
        if (names.Count != statuses.Length || (details is not null && details.Count != statuses.Length) || Array.Exists(statuses, status => status >= faults.Length))
        {
            throw new FormatException("the list of items contradicts itself");
        }

        SoundCount = SoundBefore(statuses.Length);
    }

    public int Count => _statuses.Length;

    /// <summary>How many have no fault.</summary>
    internal int SoundCount { get; }

    public FeatureItem this[int index] => _faults[_statuses[index]] is { } fault
        ? new FeatureItem(_names[index], fault, _details?[index] is { Length: > 0 } detail ? detail : null)
        : new FeatureItem(_names[index]);

    /// <summary>How many of the first items have no fault: the number of the row that the next sound one has.</summary>
    internal int SoundBefore(int index) => _statuses.AsSpan(0, index).Count((byte)0);

    public IEnumerator<FeatureItem> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
