using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Web.Live;

/// <summary>One image of the page. Changed under the gallery's lock only.</summary>
internal sealed class LiveEntry
{
    /// <summary>Its number, by which the page asks for it.</summary>
    internal required int Id { get; init; }

    /// <summary>The number of its set.</summary>
    internal required int Set { get; init; }

    /// <summary>Its name within the set.</summary>
    internal required string Name { get; init; }

    /// <summary>Reads its bytes; throws <see cref="ImageException"/>.</summary>
    internal required Func<ImageContent> Read { get; init; }

    /// <summary>Its file, for lists; null in archives and arrays.</summary>
    internal string? Path { get; init; }

    /// <summary>The folder that it is in, for filtering by class; empty at the top.</summary>
    internal string Folder => ImageFolders.Of(Name);

    /// <summary>The training iteration that made it, if the name says so.</summary>
    internal long? Iteration { get; set; }

    /// <summary>One score per model of the gallery; null where there is none yet.</summary>
    internal required ImageScore?[] Scores { get; init; }

    /// <summary>Its features by backbone fingerprint, where sets are compared.</summary>
    internal Dictionary<string, float[]> Features { get; } = new(StringComparer.Ordinal);

    /// <summary>The gallery's version when it changed last.</summary>
    internal long Version { get; set; }
}
