using Giqa.Training.Torch;

namespace Giqa.Training.Losses;

/// <summary>Penalties on a discriminator's slope, differentiable with respect to its parameters. Compute them outside <see cref="Autocast"/>.</summary>
internal static class GradientPenalty
{
    private const double Epsilon = 1e-12;

    /// <summary>R1 (Mescheder 2018 eq. 9): gamma / 2 times the mean squared length of the gradient at real images.</summary>
    /// <param name="discriminator">Gives one logit for each image.</param>
    /// <param name="real">Real images; they need not require gradients.</param>
    /// <param name="gamma">The strength.</param>
    public static Tensor R1(Func<Tensor, Tensor> discriminator, Tensor real, double gamma)
    {
        var gradient = InputGradient(discriminator, real);
        return gradient.Square().Sum() * (gamma / 2 / gradient.Size(0));
    }

    /// <summary>WGAN-GP (Gulrajani 2017 eq. 3): the mean of (length of the gradient - 1)^2 at random points between real and generated images.</summary>
    /// <param name="critic">Gives one number for each image.</param>
    /// <param name="real">Real images.</param>
    /// <param name="fake">As many generated images.</param>
    /// <param name="fractions">N x 1 x 1 x 1 numbers in [0, 1]: where between fake (0) and real (1).</param>
    public static Tensor Wasserstein(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor fractions)
    {
        Tensor between;
        using (new NoGrad())
        {
            between = fake + ((real - fake) * fractions);
        }

        var gradient = InputGradient(critic, between);
        var lengths = (gradient.Flatten().Square().Sum([1]) + Epsilon).SquareRoot();
        return (lengths - 1).Square().Mean();
    }

    private static Tensor InputGradient(Func<Tensor, Tensor> network, Tensor images)
    {
        var input = images.Detach().RequireGradient();
        return network(input).Sum().Gradients([input], createGraph: true)[0];
    }
}
