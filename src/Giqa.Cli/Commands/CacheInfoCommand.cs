using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Features;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa cache info</c>: what the feature cache holds.</summary>
internal sealed class CacheInfoCommand : Verb
{
    private readonly Option<string?> _folder = CacheOptions.Folder();
    private readonly Option<bool> _json = Make.Json();

    public CacheInfoCommand()
        : base("info", "Show what the feature cache holds for each backbone, and where it is.") =>
        Take([_folder, _json]);

    public override IReadOnlyList<string> Examples => ["giqa cache info"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var info = FeatureCache.Inspect(arguments.GetValue(_folder) ?? CacheOptions.DefaultFolder);
        if (arguments.GetValue(_json))
        {
            session.WriteJson(info, CliJson.Default.FeatureCacheInfo);
            return Task.FromResult(ExitCode.Done);
        }

        session.Out.WriteLine($"{info.Path}: {Figures.Count(info.Entries)} feature vectors, {Figures.Bytes(info.Bytes)}");
        if (info.Backbones.Count > 0)
        {
            session.Tables.Write(
                ["backbone", "fingerprint", ">vectors", ">size", "last used"],
                info.Backbones.Select(use => (string[])
                [
                    use.Backbone,
                    use.Fingerprint[..12],
                    Figures.Count(use.Entries),
                    Figures.Bytes(use.Bytes),
                    use.LastUsed.ToString("u", CultureInfo.InvariantCulture),
                ]));
        }

        return Task.FromResult(ExitCode.Done);
    }
}
