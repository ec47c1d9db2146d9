using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa models show</c> prints.</summary>
internal sealed record ModelFacts
{
    public required string Path { get; init; }

    /// <summary><c>gmm</c>, <c>sgm</c>, <c>knn</c>, <c>mbc</c>, <c>ir</c>, <c>bc</c>, <c>rank</c>, <c>prefer</c>, <c>imported</c> or <c>risa</c>.</summary>
    public required string Method { get; init; }

    public required string? Backbone { get; init; }

    public string? BackboneFingerprint { get; init; }

    public required string Software { get; init; }

    public FitReport? Fit { get; init; }

    public TrainingReport? Training { get; init; }

    /// <summary>Where an imported scorer comes from; null for other models.</summary>
    public ImportedScorerReport? Imported { get; init; }

    public PairTrainingReport? PairTraining { get; init; }

    /// <summary>The number of real images its maps were learned from; null without maps.</summary>
    public int? MapImages { get; init; }

    /// <summary>The judgements behind its shares of people who would prefer an image; null without them.</summary>
    public PeopleReport? People { get; init; }

    /// <summary>How it scores non-images; null for a density of real images, and if it was not probed.</summary>
    public ProbeResult? Probe { get; init; }

    /// <summary>Reads a model file of either kind.</summary>
    /// <exception cref="ModelFileException">It is not a valid model.</exception>
    internal static ModelFacts Of(string path)
    {
        if (PairModel.IsPairModel(path))
        {
            var pairs = PairModel.Load(path);
            return new ModelFacts { Path = path, Method = "risa", Backbone = pairs.Training.Network, Software = pairs.Software, PairTraining = pairs.Training, Probe = pairs.Training.Probe };
        }

        var model = QualityModel.Load(path);
        return new ModelFacts
        {
            Path = path,
            Method = model.Options.Method.ToString().ToLowerInvariant(),
            Backbone = model.BackboneName,
            BackboneFingerprint = model.BackboneFingerprint,
            Software = model.Software,
            Fit = model.Report,
            Training = model.Training,
            Imported = model.Imported,
            MapImages = model.Maps?.RealImages,
            People = model.People?.Report,
            Probe = ForeignProbe.Run(model, path),
        };
    }
}
