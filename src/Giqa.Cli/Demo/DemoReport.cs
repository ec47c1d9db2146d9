namespace Giqa.Cli.Demo;

/// <summary>What <c>giqa demo --json</c> prints.</summary>
internal sealed record DemoReport(int Reals, int HeldOut, int Images, string Method, IReadOnlyList<DemoSnapshot> Snapshots, IReadOnlyList<DemoOrder> Order, DemoFiles Files, EmojiReport? Emoji);

/// <summary>Where the demo's results are.</summary>
internal sealed record DemoFiles(string Generated, string Model, string Scores, string Picked, string Report);

/// <summary>What the demo writes, and where.</summary>
internal sealed record DemoFolders(string Root)
{
    public string Generated => Path.Combine(Root, "generated");

    public string Model => Path.Combine(Root, "model.giqa");

    public string Scores => Path.Combine(Root, "scores.csv");

    public string Report => Path.Combine(Root, "report.html");

    public string Picked => Path.Combine(Root, "picked");

    public DemoFiles Files => new(Generated, Model, Scores, Picked, Report);
}

/// <summary>How often the later of two samples from one latent vector scores higher.</summary>
/// <param name="Generator">Which generator.</param>
/// <param name="Pairs">Pairs of samples of one seed at two of the iterations.</param>
/// <param name="InOrder">The share of pairs in which the later one scores higher; ties count one half.</param>
internal sealed record DemoOrder(string Generator, int Pairs, double InOrder);

/// <summary>One generator after one number of training iterations.</summary>
/// <param name="Generator">Which generator.</param>
/// <param name="Iteration">How long it was trained.</param>
/// <param name="Images">How many of its samples were scored.</param>
/// <param name="QualityScore">QS: the mean quality of the samples under a model of real images. It measures realism.</param>
/// <param name="DiversityScore">DS: the mean quality of held-out real images under a model of the samples. It measures diversity.</param>
internal sealed record DemoSnapshot(string Generator, long Iteration, int Images, double QualityScore, double DiversityScore);
