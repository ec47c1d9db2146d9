namespace Giqa.Cli.Demo;

/// <summary>Where the demo's results lie.</summary>
internal sealed record DemoFiles(string Generated, string Model, string Scores, string Picked, string Report);
