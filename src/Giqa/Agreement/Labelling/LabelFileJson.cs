using System.Text.Json.Serialization;

namespace Giqa.Agreement.Labelling;

/// <summary>The JSON parts of a file of judgements.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LabelFileJson : JsonSerializerContext;
