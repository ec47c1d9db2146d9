using System.Text.Json;

namespace Giqa.Models;

/// <summary>A map to people's terms as parts of a model file, and back. Programs that do not support it ignore it.</summary>
internal static class PeopleParts
{
    /// <summary>The key of the report among the file's metadata.</summary>
    internal const string Key = "people";

    private const string Qualities = "people.qualities";
    private const string Shares = "people.shares";

    internal static void Write(PeopleMap? map, ModelTensors tensors)
    {
        if (map is not null)
        {
            tensors.Add(Qualities, [.. map.Qualities]);
            tensors.Add(Shares, [.. map.Shares.SelectMany(share => (double[])[share.Value, share.Low, share.High])], map.Shares.Count, 3);
        }
    }

    internal static PeopleMap? Read(ModelTensors tensors, string? report)
    {
        if (!tensors.Contains(Qualities))
        {
            return null;
        }

        var (qualities, shares) = (tensors.Doubles(Qualities), tensors.Doubles(Shares));
        return report is not null && shares.Length == 3 * qualities.Length && JsonSerializer.Deserialize(report, ModelFileJson.Default.PeopleReport) is { } read
            ? PeopleMap.Of(qualities, [.. Enumerable.Range(0, qualities.Length).Select(i => new PreferredShare(shares[3 * i], shares[(3 * i) + 1], shares[(3 * i) + 2]))], read)
            : throw new ModelFileException("its shares of people are damaged");
    }

    internal static string Describe(PeopleReport report) => JsonSerializer.Serialize(report, ModelFileJson.Default.PeopleReport);
}
