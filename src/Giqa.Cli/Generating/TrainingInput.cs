using Giqa.Images;
using Giqa.Training.Generators;

namespace Giqa.Cli.Generating;

/// <summary>Reads training images with progress.</summary>
internal static class TrainingInput
{
    public static TrainingSet Read(IReadOnlyList<string> inputs, string? conditions, GeneratorOptions options, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        using var images = ImageInput.Open(inputs, decoding);
        session.TellOfInputs(images, decoding);
        using var pictures = conditions is null ? null : ImageInput.Open(conditions, decoding);
        using var line = session.Progress("reading images");
        var progress = line.As<int>(done => (done, images.Count, null));
        return new TrainingSetReader(options, decoding, session.Threads).Read(images, pictures, progress, cancellationToken);
    }
}
