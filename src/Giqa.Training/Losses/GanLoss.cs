using Giqa.Training.Torch;

namespace Giqa.Training.Losses;

/// <summary>Losses of the two players of a GAN, on the discriminator's logits in float32, one for each image.</summary>
internal static class GanLoss
{
    /// <summary>The discriminator's loss of the non-saturating GAN (Goodfellow et al. 2014): mean softplus(-real) + mean softplus(fake).</summary>
    /// <param name="real">Logits of real images.</param>
    /// <param name="fake">Logits of generated images.</param>
    /// <param name="fakeWeights">A weight for each generated image, from online hard example mining; null for 1.</param>
    public static Tensor NonSaturatingDiscriminator(Tensor real, Tensor fake, Tensor? fakeWeights = null) =>
        Op.Softplus.Call(-real).Mean() + Weighted(Op.Softplus.Call(fake), fakeWeights);

    /// <summary>The generator's loss of the non-saturating GAN: mean softplus(-fake).</summary>
    public static Tensor NonSaturatingGenerator(Tensor fake) => Op.Softplus.Call(-fake).Mean();

    /// <summary>The critic's Wasserstein loss (Arjovsky et al. 2017): mean fake - mean real.</summary>
    /// <inheritdoc cref="NonSaturatingDiscriminator"/>
    public static Tensor WassersteinCritic(Tensor real, Tensor fake, Tensor? fakeWeights = null) => Weighted(fake, fakeWeights) - real.Mean();

    /// <summary>The generator's Wasserstein and hinge loss: -mean fake.</summary>
    public static Tensor WassersteinGenerator(Tensor fake) => -fake.Mean();

    private static Tensor Weighted(Tensor losses, Tensor? weights) => (weights is null ? losses : losses * weights).Mean();
}
