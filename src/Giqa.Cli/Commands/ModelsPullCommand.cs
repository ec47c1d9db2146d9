using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Features.Weights;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models pull</c>: fetches the weights of <c>inception-fid</c>.</summary>
internal sealed class ModelsPullCommand : Verb
{
    private const string Paper = "inception-fid";

    private readonly Argument<string> _name = new("NAME") { Description = $"Only {Paper} can be fetched.", DefaultValueFactory = _ => Paper };
    private readonly Option<string?> _from = Make.Text("--from", "FILE", "The published checkpoint, fetched elsewhere.");

    public ModelsPullCommand()
        : base("pull", "Fetch and check the weights of inception-fid, on which published figures rest; from then on it is the default.")
    {
        Arguments.Add(_name);
        Options.Add(_from);
    }

    public override IReadOnlyList<string> Examples => ["giqa models pull inception-fid --from pt_inception-2015-12-05-6726825d.pth", "giqa models pull inception-fid"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_name) is var name and not Paper)
        {
            throw new UsageException($"'{name}' cannot be fetched, only {Paper}; import other networks with 'giqa models import'");
        }

        var store = new BackboneStore();
        if (arguments.GetValue(_from) is { } file)
        {
            await store.InstallAsync(file, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var client = new HttpClient();
            using var line = session.Progress("fetching");
            await store.PullAsync(new WeightDownloader(client, session.Time), line.As<DownloadProgress>(p => (p.Bytes, p.Total ?? 0, null)), cancellationToken).ConfigureAwait(false);
        }

        session.Note($"{Paper} is installed in {store.Folder}");
        return ExitCode.Done;
    }
}
