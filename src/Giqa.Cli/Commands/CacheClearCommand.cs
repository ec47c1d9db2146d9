using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa cache clear</c>: empties the feature cache.</summary>
internal sealed class CacheClearCommand : Verb
{
    private readonly Option<string?> _folder = CacheOptions.Folder();

    public CacheClearCommand()
        : base("clear", "Empty the feature cache. Features are computed again when needed.") => Take([_folder]);

    public override IReadOnlyList<string> Examples => ["giqa cache clear"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var folder = arguments.GetValue(_folder) ?? CacheOptions.DefaultFolder;
        FeatureCache.Clear(folder);
        session.Note($"the feature cache in {folder} is empty");
        return Task.FromResult(ExitCode.Done);
    }
}
