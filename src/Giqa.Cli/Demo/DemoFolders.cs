namespace Giqa.Cli.Demo;

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
