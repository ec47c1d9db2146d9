namespace Giqa.Training.Scorers;

/// <summary>The networks that a scorer can be trained on. Both are VGG with batch normalisation; they differ in size.</summary>
public enum ScorerArchitecture
{
    /// <summary>Six convolutions of 32, 64 and 128 channels and a hidden layer of 256: for images of up to 64 pixels, on a CPU.</summary>
    VggSmall,

    /// <summary>The authors' VGG-19: sixteen convolutions of 64 to 512 channels and a hidden layer of 1024.</summary>
    Vgg19,
}
