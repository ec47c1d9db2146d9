using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giqa.Training.Generators;

/// <summary>A schedule as the text that a user writes.</summary>
internal sealed class SnapshotScheduleJson : JsonConverter<SnapshotSchedule>
{
    public override SnapshotSchedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SnapshotSchedule.Parse(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, SnapshotSchedule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
