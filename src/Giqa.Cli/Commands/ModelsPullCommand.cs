using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Features.Weights;
using Giqa.Metrics.Pairs.Lpips;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models pull</c>: installs weights that others publish.</summary>
internal sealed class ModelsPullCommand : Verb
{
    private static readonly string[] Pulled = [.. PulledBackbone.All.Select(backbone => backbone.Name)];

    private readonly Argument<string> _name = new("NAME") { Description = $"{string.Join("; ", Pulled)}; or {LpipsWeights.Name}, only with --from.", DefaultValueFactory = _ => Pulled[0] };
    private readonly Option<string?> _from = Make.Text("--from", "FILE", "The published file, if you have already downloaded it; lpips has two.");

    public ModelsPullCommand()
        : base("pull", "Fetch and check the weights of inception-fid, which published figures use; it then becomes the default. Or those of resnet18, which best predicts what people prefer, or of lpips.") =>
        Take([_name, _from]);

    public override IReadOnlyList<string> Examples => ["giqa models pull inception-fid --from pt_inception-2015-12-05-6726825d.pth", "giqa models pull inception-fid", "giqa models pull resnet18", "giqa models pull lpips --from alex.pth"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_name);
        if (name == LpipsWeights.Name)
        {
            return await InstallLpipsAsync(arguments.GetValue(_from), session, cancellationToken).ConfigureAwait(false);
        }

        if (!Pulled.Contains(name))
        {
            throw new UsageException($"'{name}' cannot be fetched, only {string.Join(", ", Pulled)} and {LpipsWeights.Name}; import other networks with 'giqa models import'");
        }

        var store = new BackboneStore();
        if (arguments.GetValue(_from) is { } file)
        {
            await store.InstallAsync(name, file, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var client = new HttpClient();
            using var line = session.Progress("fetching");
            await store.PullAsync(name, new WeightDownloader(client, session.Time), line.As<DownloadProgress>(p => (p.Bytes, p.Total ?? 0, null)), cancellationToken).ConfigureAwait(false);
        }

        session.Note($"{name} is installed in {store.Folder}");
        return ExitCode.Done;
    }

    private static async Task<int> InstallLpipsAsync(string? file, Session session, CancellationToken cancellationToken)
    {
        var folder = new BackboneStore().Folder;
        if (file is null)
        {
            throw new UsageException($"{LpipsWeights.Name} is installed from files: fetch {LpipsWeights.Network.Address} and {LpipsWeights.Heads.Address}, and give each with --from");
        }

        var installed = await LpipsWeights.InstallAsync(folder, file, cancellationToken).ConfigureAwait(false);
        var missing = LpipsWeights.Missing(folder);
        session.Note(missing.Count == 0
            ? $"{installed.Name} is installed, and {LpipsWeights.Name} complete in {folder}"
            : $"{installed.Name} is installed; {LpipsWeights.Name} still needs {missing[0].Address}");
        return ExitCode.Done;
    }
}
