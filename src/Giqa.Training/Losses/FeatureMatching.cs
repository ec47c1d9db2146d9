using Giqa.Training.Torch;

namespace Giqa.Training.Losses;

/// <summary>pix2pixHD's feature matching: a generated image should give the discriminators the same features as the true image.</summary>
internal static class FeatureMatching
{
    /// <summary>Wang et al. 2018, section 3.2: the sum, over the discriminators and their layers, of the mean absolute difference of the features.</summary>
    /// <param name="real">The features of true images, layer after layer; used as constants, without gradients.</param>
    /// <param name="fake">Those of the generated images.</param>
    internal static Tensor Distance(IReadOnlyList<Tensor> real, IReadOnlyList<Tensor> fake) =>
        real.Zip(fake, (real, fake) => Loss.Absolute(fake.To(ElementType.Float32), real.Detach().To(ElementType.Float32))).Aggregate((sum, layer) => sum + layer);
}
