using Giqa.Images;

namespace Giqa.Features;

/// <summary>One image on its way through an extraction. One stage at a time holds it.</summary>
internal sealed class ExtractionJob(int index, string name)
{
    private readonly TaskCompletionSource<ImageFeatures> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Index { get; } = index;

    /// <summary>Ends when the image has its features or its fault.</summary>
    internal Task<ImageFeatures> Result => _result.Task;

    /// <summary>The SHA-256 of the content, when a cache asks for it.</summary>
    internal byte[]? ContentHash { get; set; }

    /// <summary>The network's input, between preparing and running; rented from the shared pool.</summary>
    internal float[]? Input { get; set; }

    /// <summary>Whether the image came out almost black because its 16 bits are hardly used.</summary>
    internal bool IsOfSmallRange { get; set; }

    internal void Succeed(float[] values, bool isFromCache = false) =>
        _result.TrySetResult(new ImageFeatures(Index, name, values, null, null) { IsFromCache = isFromCache, IsOfSmallRange = IsOfSmallRange });

    internal void Skip(ImageFault fault, string detail) =>
        _result.TrySetResult(new ImageFeatures(Index, name, null, fault, detail));

    /// <summary>Ends the whole extraction at this image.</summary>
    internal void Abort(Exception exception) => _result.TrySetException(exception);
}
