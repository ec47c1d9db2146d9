using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>What a scorer learns: what its outputs should be, and how wrong they are.</summary>
internal interface IScorerObjective
{
    /// <summary>How many outputs the network has.</summary>
    int Outputs { get; }

    /// <summary>What the outputs should be for an image.</summary>
    /// <param name="pseudoLabel">S_p in [0, 1]; 1 for a real image.</param>
    /// <param name="targets">Receives <see cref="Outputs"/> numbers.</param>
    void Fill(double pseudoLabel, Span<float> targets);

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="outputs">N x outputs, float32.</param>
    /// <param name="targets">N x outputs.</param>
    Tensor Loss(Tensor outputs, Tensor targets);
}
