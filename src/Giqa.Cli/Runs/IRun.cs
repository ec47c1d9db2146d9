namespace Giqa.Cli.Runs;

/// <summary>What an engine knows of the work: its name and its folder, from which every task reads the rest.</summary>
internal interface IRun
{
    /// <summary>The stage's name: <c>extract</c>, <c>score</c>.</summary>
    string Name { get; }

    /// <summary>The folder of the run.</summary>
    string Folder { get; }
}
