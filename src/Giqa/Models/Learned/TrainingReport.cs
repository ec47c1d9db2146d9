namespace Giqa.Models;

/// <summary>How a learned scorer was trained.</summary>
internal sealed record TrainingReport
{
    /// <summary>The network's name, such as <c>vgg-small</c>.</summary>
    public required string Network { get; init; }

    /// <summary>S_g, the pseudo label of the last iteration's images; reals have 1 (GIQA eq. 1).</summary>
    public required double MaximumGenerated { get; init; }

    /// <summary>T_1 to T_N of MBC, the last of them 1; empty for the other kinds.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>How many classifiers, the network's last outputs, say whether a picture is undamaged; their mean multiplies the score. 0 for none.</summary>
    public int SoundnessClassifiers { get; init; }

    /// <summary>The generator's iterations that images came from, ascending; empty for a kind that is trained on reals alone.</summary>
    public required IReadOnlyList<long> Iterations { get; init; }

    /// <summary>Generated images that were trained on.</summary>
    public required int GeneratedImages { get; init; }

    /// <summary>Real images that were trained on.</summary>
    public required int RealImages { get; init; }

    /// <summary>Generated and real images used for early stopping; none of their latents were trained on.</summary>
    public required int ValidationImages { get; init; }

    /// <summary>Epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch that was kept, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The validation loss of that epoch.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>The mean quality of held-out reals that were degraded as strongly as possible, by kind; empty in models of versions without this test.</summary>
    public IReadOnlyList<ProbePicture> DegradedReals { get; init; } = [];
}
