using System.Text.Json;
using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>
/// A RISA model (Reference-guided Image Synthesis Assessment, AAAI 2022): how good an image is in the style of a reference.
/// One style extractor turns both into vectors; N classifiers judge their absolute difference; the mean of the classifiers is the
/// score and the quality, in [0, 1].
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class PairModel
{
    internal const string Kind = "risa";
    internal const string ImageInput = "image";
    internal const string ReferenceInput = "reference";
    internal const string ImageStyle = "image/style";

    private const string Version = "1";
    private const string NetworkTensor = "network";

    private readonly byte[] _network;

    internal PairModel(byte[] network, PairClassifiers classifiers, int side, PairTrainingReport training)
    {
        (_network, Classifiers, Training) = (network, classifiers, training);
        Extractor = EmbeddedBackbone.Create(training.Network, Cut(network), classifiers.StyleLength, PreprocessingFor(side));
    }

    /// <summary>The style extractor, from an image to its style vector.</summary>
    public Backbone Extractor { get; }

    /// <summary>How it was trained.</summary>
    internal PairTrainingReport Training { get; }

    /// <summary>The side of the square images that it compares; others are resized.</summary>
    public int Side => Extractor.Preprocessing.Width;

    /// <summary>The program that trained it.</summary>
    public string Software { get; private init; } = ModelFile.Software;

    internal PairClassifiers Classifiers { get; }

    /// <summary>The network as ONNX: <c>reference</c> and <c>image</c>, N x 3 x side x side float32 in 0..255 each, to <c>logits</c>, N x classifiers, and <c>quality</c>, N.</summary>
    /// <returns>A copy of the file's bytes.</returns>
    public byte[] ToOnnx() => [.. _network];

    /// <summary>The score of two style vectors.</summary>
    /// <param name="reference">The reference's vector, of <see cref="Extractor"/>.</param>
    /// <param name="image">The generated image's vector.</param>
    /// <returns>In [0, 1]; higher is better.</returns>
    public double Compare(ReadOnlySpan<float> reference, ReadOnlySpan<float> image)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reference.Length, Classifiers.StyleLength, nameof(reference));
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Length, Classifiers.StyleLength, nameof(image));
        return Classifiers.Score(reference, image);
    }

    /// <summary>Whether a file is a model that compares an image with a reference.</summary>
    /// <exception cref="ModelFileException">It is missing or not a safetensors file.</exception>
    public static bool IsPairModel(string path)
    {
        using var file = ModelFile.Open(path);
        return file.Metadata.GetValueOrDefault("kind") == Kind;
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, or another kind of model.</exception>
    public static PairModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = ModelFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != ModelFile.Format || file.Metadata.GetValueOrDefault("kind") != Kind)
        {
            throw new ModelFileException($"{path} does not compare images with references: make such a model with 'giqa train risa'");
        }

        if (file.Metadata.GetValueOrDefault("version") is var version && version != Version)
        {
            throw new ModelFileException($"{path} is a model file of version {version}, and this program reads version {Version}: update Giqa, or train the model again");
        }

        return ModelFile.Read(path, () => Read(file), "train");
    }

    /// <summary>Writes the model: whole, or not at all.</summary>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var tensors = new ModelTensors();
        tensors.Add(NetworkTensor, _network);
        Classifiers.Write(tensors);
        var writer = new SafetensorsWriter();
        tensors.AddTo(writer);
        writer.Metadata["format"] = ModelFile.Format;
        writer.Metadata["version"] = Version;
        writer.Metadata["software"] = Software;
        writer.Metadata["kind"] = Kind;
        writer.Metadata["side"] = Side.ToString(System.Globalization.CultureInfo.InvariantCulture);
        writer.Metadata["training"] = JsonSerializer.Serialize(Training, ModelFileJson.Default.PairTrainingReport);
        writer.Metadata["sha256"] = tensors.Hash();
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>How pixels become the network's input: bytes unchanged; the rest is in the network.</summary>
    internal static Preprocessing PreprocessingFor(int side) => new() { Width = side, Height = side, Scale = 1 };

    private static PairModel Read(SafetensorsFile file)
    {
        var tensors = ModelFile.ReadTensors(file);
        var training = ModelFile.Parse(file, "training", ModelFileJson.Default.PairTrainingReport);
        var side = int.Parse(file.Metadata["side"], System.Globalization.CultureInfo.InvariantCulture);
        return new PairModel(tensors.Bytes(NetworkTensor), PairClassifiers.Read(tensors), side, training) { Software = file.Metadata.GetValueOrDefault("software") ?? "unknown" };
    }

    private static byte[] Cut(byte[] network)
    {
        try
        {
            return OnnxModelEditor.SelectOutput(network, ImageStyle);
        }
        catch (FormatException e)
        {
            throw new ModelFileException($"its network has no style vectors: {e.Message}", e);
        }
    }
}
