using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>
/// Models on disk: a safetensors file whose metadata says kind, backbone, settings, report and names, and whose tensors are
/// the chain, the model, the calibration and the references. A hash over the tensors finds damage.
/// </summary>
internal static class ModelFile
{
    internal const string Format = "giqa-model";
    private const string Version = "1";

    // A model of several branches: a program that reads only version 1 would miss all but its references.
    private const string FoldsVersion = "2";

    // A model of several taps or of whitened directions, which a program that reads only versions 1 and 2 would ignore, or a preference model.
    private const string TapsVersion = "3";

    // An imported scorer.
    private const string LatestVersion = "4";
    private const long MapFrom = 64L << 20;
    private const int FingerprintLength = 64;

    internal static string Software => $"Giqa {typeof(ModelFile).Assembly.GetName().Version?.ToString(3)}";

    internal static void Save(QualityModel model, string path)
    {
        var tensors = new ModelTensors();
        ModelParts.Write(model, tensors);
        MapParts.Write(model.Maps, tensors);
        PeopleParts.Write(model.People, tensors);
        var writer = new SafetensorsWriter();
        tensors.AddTo(writer);
        writer.Metadata["format"] = Format;
        writer.Metadata["version"] = VersionOf(model);
        writer.Metadata["software"] = model.Software;
        writer.Metadata["kind"] = KindOf(model.Options.Method);
        writer.Metadata["options"] = JsonSerializer.Serialize(model.Options, ModelFileJson.Default.FitOptions);
        writer.Metadata["report"] = JsonSerializer.Serialize(model.Report, ModelFileJson.Default.FitReport);
        writer.Metadata["references"] = JsonSerializer.Serialize([.. model.References.Names], ModelFileJson.Default.StringArray);
        writer.Metadata["sha256"] = tensors.Hash();
        model.Provenance.AddTo(writer.Metadata);
        AddIfKnown(writer, "seal", model.Options.Sources.Count > 0 ? UserSeal.Make(Sealed(writer.Metadata["options"], writer.Metadata["references"], writer.Metadata["sha256"])) : null);
        AddIfKnown(writer, "preference", model.Preference is { } preference ? JsonSerializer.Serialize(preference, ModelFileJson.Default.PreferenceReport) : null);
        AddIfKnown(writer, PeopleParts.Key, model.People is { } people ? PeopleParts.Describe(people.Report) : null);
        AddNetwork(writer, model);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads a model; many references stay in the file, which is mapped into memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapFrom">The size in bytes from which references are mapped.</param>
    internal static QualityModel Load(string path, long mapFrom = MapFrom)
    {
        using var file = Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new ModelFileException($"{path} is a safetensors file, but not a model: make one with 'giqa fit'");
        }

        if (file.Metadata.GetValueOrDefault("version") is var version && version is not (Version or FoldsVersion or TapsVersion or LatestVersion))
        {
            throw new ModelFileException($"{path} is a model file of version {version}, and this program reads versions {Version} to {LatestVersion}: update Giqa, or fit the model again");
        }

        if (file.Metadata.GetValueOrDefault("kind") == PairModel.Kind)
        {
            throw new ModelFileException($"{path} compares an image with a reference: 'giqa score' and 'giqa pick' use it with pairs (a CSV of image,reference) or with --reference");
        }

        return Read(path, () => Read(file, mapFrom), "fit");
    }

    /// <summary>Reads what a model file holds.</summary>
    /// <exception cref="ModelFileException">It is invalid; the remedy is to fit, or train, the model again.</exception>
    internal static T Read<T>(string path, Func<T> content, string remedy)
    {
        try
        {
            return content();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new ModelFileException($"{path} is damaged ({e.Message.Split('\n')[0]}): {remedy} the model again", e);
        }
    }

    /// <summary>The tensors, if they are those that the file was written with.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mapFrom">The size in bytes from which references are mapped.</param>
    internal static ModelTensors ReadTensors(SafetensorsFile file, long mapFrom = long.MaxValue)
    {
        var tensors = ModelTensors.Read(file, mapFrom);
        return tensors.Hash() == file.Metadata.GetValueOrDefault("sha256")
            ? tensors
            : throw new ModelFileException("its content does not have the hash that it was written with");
    }

    /// <summary>A record among the file's metadata.</summary>
    internal static T Parse<T>(SafetensorsFile file, string key, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(file.Metadata.GetValueOrDefault(key) ?? throw new ModelFileException($"its '{key}' is missing"), type)
        ?? throw new ModelFileException($"its '{key}' is missing");

    /// <summary>Opens what should be a model file; a file that cannot be one by its first bytes is reported in plain words.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, or something else.</exception>
    internal static SafetensorsFile Open(string path) => !RegularFile.Exists(path) || HasHeader(path)
        ? SafetensorsFile.Open(path)
        : throw new ModelFileException($"{path} is not a Giqa model (.giqa): make one with 'giqa fit' or 'giqa train'");

    /// <summary>
    /// Whether an exception means that a model file's content is invalid. A missing library, or exhausted memory or descriptors,
    /// are not faults of the file.
    /// </summary>
    private static bool IsDamage(Exception exception) => exception is not NativeLibraryException
        and (JsonException or ArgumentException or GiqaException or KeyNotFoundException or OverflowException or FormatException or InvalidOperationException);

    private static bool HasHeader(string path)
    {
        try
        {
            Span<byte> first = stackalloc byte[9];
            using var file = RegularFile.OpenHandle(path);
            return RandomAccess.Read(file, first, 0) == first.Length && first[^1] == '{';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The reader reports what is wrong.
            return true;
        }
    }

    private static QualityModel Read(SafetensorsFile file, long mapFrom)
    {
        var options = Parse(file, "options", ModelFileJson.Default.FitOptions);
        if (file.Metadata.GetValueOrDefault("kind") is var kind && kind != KindOf(options.Method))
        {
            throw new ModelFileException($"its kind is {kind ?? "missing"}, its settings are of {KindOf(options.Method)}");
        }

        var tensors = ReadTensors(file, mapFrom);

        // A file can name anyone's folders: only models that this user fitted here may determine what is read.
        var isForeign = options.Sources.Count > 0 && !UserSeal.IsOwn(
            Sealed(file.Metadata.GetValueOrDefault("options"), file.Metadata.GetValueOrDefault("references"), file.Metadata.GetValueOrDefault("sha256")),
            file.Metadata.GetValueOrDefault("seal"));
        var withheld = isForeign ? options.Sources : [];
        options = isForeign ? options with { Sources = [] } : options;
        var training = LearnedScorer.IsLearned(options.Method) ? Parse(file, "training", ModelFileJson.Default.TrainingReport) : null;
        var imported = options.Method == FitMethod.Imported ? Parse(file, "imported", ModelFileJson.Default.ImportedScorerReport) : null;
        var (branches, chain, references) = ModelParts.Read(
            tensors, options, Parse(file, "references", ModelFileJson.Default.StringArray), training?.SoundnessClassifiers ?? 0, imported);
        references.WithheldSources = withheld;
        RequireFingerprint(file);
        var network = LearnedScorer.IsLearned(options.Method) || imported is not null ? ReadNetwork(file, tensors) : null;
        return new QualityModel(branches, chain, references)
        {
            Options = options,
            Report = Parse(file, "report", ModelFileJson.Default.FitReport),
            Provenance = network is null ? FeatureProvenance.From(file.Metadata) : FeatureProvenance.From(file.Metadata) with { Decoding = DecodeHabits.Of(network.Preprocessing) },
            Software = file.Metadata.GetValueOrDefault("software") ?? "unknown",
            Network = network,
            Preference = options.Method == FitMethod.Prefer ? Parse(file, "preference", ModelFileJson.Default.PreferenceReport) : null,
            Training = training,
            Imported = imported,
            Maps = MapParts.Read(tensors),
            People = PeopleParts.Read(tensors, file.Metadata.GetValueOrDefault(PeopleParts.Key)),
        };
    }

    /// <summary>A model that names its backbone also says which one that was; models of features without a backbone name neither.</summary>
    private static void RequireFingerprint(SafetensorsFile file)
    {
        var fingerprint = file.Metadata.GetValueOrDefault("fingerprint");
        if (fingerprint is null ? file.Metadata.ContainsKey("backbone") : fingerprint.Length != FingerprintLength)
        {
            throw new ModelFileException($"its backbone's fingerprint is {(fingerprint is null ? "missing" : "not one")}");
        }
    }

    /// <summary>What a seal covers: where the reals are, their names, and the numbers of the model.</summary>
    private static string Sealed(string? options, string? references, string? hash) => string.Join('\n', options, references, hash);

    private static Backbone ReadNetwork(SafetensorsFile file, ModelTensors tensors)
    {
        var network = ModelParts.ReadNetwork(tensors, Parse(file, "network", ModelFileJson.Default.NetworkRecord));
        return network.Fingerprint == file.Metadata.GetValueOrDefault("fingerprint")
            ? network
            : throw new ModelFileException("its network or preprocessing does not match its fingerprint");
    }

    private static void AddNetwork(SafetensorsWriter writer, QualityModel model)
    {
        if (model.Network is { } network)
        {
            var record = new NetworkRecord { Name = network.Name, Outputs = network.FeatureCount, Preprocessing = network.Preprocessing, Pooling = network.Description.Pooling };
            writer.Metadata["network"] = JsonSerializer.Serialize(record, ModelFileJson.Default.NetworkRecord);
            AddIfKnown(writer, "training", model.Training is { } training ? JsonSerializer.Serialize(training, ModelFileJson.Default.TrainingReport) : null);
            AddIfKnown(writer, "imported", model.Imported is { } imported ? JsonSerializer.Serialize(imported, ModelFileJson.Default.ImportedScorerReport) : null);
        }
    }

    private static string VersionOf(QualityModel model) =>
        model.Imported is not null ? LatestVersion
        : model.Preference is not null || model.Options.TapLengths.Count > 1 || model.Options.Whiten == true ? TapsVersion
        : model.Branches.Count > 1 ? FoldsVersion : Version;

    private static string KindOf(FitMethod method) => method.ToString().ToLowerInvariant();

    private static void AddIfKnown(SafetensorsWriter writer, string key, string? value)
    {
        if (value is not null)
        {
            writer.Metadata[key] = value;
        }
    }
}
