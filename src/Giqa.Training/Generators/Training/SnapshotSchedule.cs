using System.Globalization;
using System.Text.Json.Serialization;

namespace Giqa.Training.Generators;

/// <summary>The iterations after which a generator's samples are kept: by iteration and never by time, so that runs compare.</summary>
/// <remarks>Dense while the images change quickly, sparse later; beyond the last one, every multiple of it.</remarks>
[JsonConverter(typeof(SnapshotScheduleJson))]
internal sealed class SnapshotSchedule
{
    private readonly long[] _iterations;

    /// <summary>Makes a schedule.</summary>
    /// <param name="iterations">Whole numbers of at least 0, rising.</param>
    /// <exception cref="GiqaException">There are none, or they do not rise.</exception>
    public SnapshotSchedule(params IReadOnlyList<long> iterations)
    {
        _iterations = [.. iterations];
        if (_iterations.Length == 0 || _iterations[0] < 0 || _iterations[^1] == 0 || _iterations.Zip(_iterations.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new GiqaException($"snapshots '{this}': whole numbers that rise are needed, such as {Standard}");
        }
    }

    /// <summary>0, 100, 250, 750, 1500, 3000, 6000, 12000, 20000, then every 20,000.</summary>
    public static SnapshotSchedule Standard { get; } = new(0, 100, 250, 750, 1500, 3000, 6000, 12_000, 20_000);

    /// <summary>Reads a schedule as a user writes it: <c>0,100,250</c>.</summary>
    /// <exception cref="GiqaException">It is none.</exception>
    public static SnapshotSchedule Parse(string text)
    {
        var numbers = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        return numbers.Contains(-1)
            ? throw new GiqaException($"snapshots '{text}': whole numbers that rise are needed, such as {Standard}")
            : new SnapshotSchedule([.. numbers]);
    }

    /// <summary>Whether samples are kept after that many iterations.</summary>
    public bool Includes(long iteration) =>
        Array.BinarySearch(_iterations, iteration) >= 0 || (iteration > _iterations[^1] && iteration % _iterations[^1] == 0);

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _iterations.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
