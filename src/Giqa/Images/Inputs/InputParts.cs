using System.Runtime.ExceptionServices;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>An input that consists of several, such as <c>shards/{00..99}.tar</c>.</summary>
internal static class InputParts
{
    /// <summary>Listing a shard mostly waits for a disk or a network, so several are listed at once.</summary>
    private const int OpenedAtOnce = 8;

    /// <summary>Opens all parts as one list.</summary>
    /// <param name="parts">At least one.</param>
    /// <param name="labels">The prefixes of each part's image names.</param>
    /// <param name="withLabels">Whether names begin with the labels even where they would be unique without.</param>
    /// <param name="options">The limits.</param>
    internal static IImageSource Open(IReadOnlyList<InputSpecification> parts, string[] labels, bool withLabels, DecodeOptions options)
    {
        if (parts.Count == 1)
        {
            return InputKinds.Open(parts[0], labels[0], withLabels, options, isOneOfMany: withLabels);
        }

        var missing = parts.Where(part => !part.Path.StartsWith('@') && !RemoteFiles.IsRemote(part.Path) && RegularFile.KindOf(part.Path) == FileKind.Missing).ToArray();
        if (missing.Length > 0)
        {
            throw new GiqaException($"input {missing[0].Path} does not exist{(missing.Length > 1 ? $", nor do {missing.Length - 1} others" : string.Empty)} of the {parts.Count} that the braces expand to");
        }

        var sources = new IImageSource?[parts.Count];
        try
        {
            _ = Parallel.For(0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, i => sources[i] = InputKinds.Open(parts[i], labels[i], withLabels, options, isOneOfMany: true));
            return new ConcatenatedSource(sources!);
        }
        catch (AggregateException e)
        {
            Array.ForEach(sources, source => source?.Dispose());
            ExceptionDispatchInfo.Throw(e.InnerExceptions.OrderBy(fault => fault.Message, StringComparer.Ordinal).First());
            throw;
        }
    }
}
