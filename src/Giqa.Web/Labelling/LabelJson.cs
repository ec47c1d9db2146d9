using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giqa.Web.Labelling;

/// <summary>The shapes of the judging page's messages.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LabelState))]
[JsonSerializable(typeof(JudgementRequest))]
internal sealed partial class LabelJson : JsonSerializerContext;
