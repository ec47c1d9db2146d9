namespace Giqa.Cli.Runs;

/// <summary>Work that is cut into chunks. What a chunk gives depends on the plan and the chunk alone, stands in a file that appears whole, and never changes.</summary>
internal interface IStage : IRun, IDisposable
{
    /// <summary>How many chunks there are.</summary>
    int Chunks { get; }

    /// <summary>The items of a chunk in words.</summary>
    string Describe(int chunk);

    /// <summary>The chunks that are not there.</summary>
    List<int> Missing();

    /// <summary>Writes down what tasks need besides the plan, before there are any.</summary>
    void Prepare()
    {
    }

    /// <summary>Makes a chunk.</summary>
    Task WorkAsync(int chunk, CancellationToken cancellationToken);
}
