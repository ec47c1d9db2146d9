namespace Giqa.Cli.Demo;

/// <summary>How often the later of two samples from one latent vector scores higher.</summary>
/// <param name="Generator">Which generator.</param>
/// <param name="Pairs">Pairs of samples of one seed at two of the iterations.</param>
/// <param name="InOrder">The share of pairs in which the later one scores higher; ties count one half.</param>
internal sealed record DemoOrder(string Generator, int Pairs, double InOrder);
