using System.CommandLine;
using Giqa.Selection;

namespace Giqa.Cli.Options;

/// <summary>How many images are kept, and what is done with them.</summary>
internal sealed class PickOptions
{
    private readonly Option<double?> _keep = Make.Number("--keep", "Keep the best images, this share of those scored.", double.Epsilon, 1, "must be a share above 0 and at most 1");
    private readonly Option<long?> _count = Make.Count("--count", "Keep this many of the best images.");
    private readonly Option<double?> _minQuality = Make.Number("--min-quality", "Keep all images of at least this quality; half of all real images reach 0.5.", 0, 1);
    private readonly Option<string?> _copyTo = Make.Text("--copy-to", "DIR", "Copy the picked images into a folder; images inside archives and arrays are written out.");
    private readonly Option<string?> _moveTo = Make.Text("--move-to", "DIR", "Move the picked images into a folder.");
    private readonly Option<string?> _linkTo = Make.Text("--link-to", "DIR", "Make symbolic links to the picked images in a folder.");

    private readonly Option<bool> _overwrite = Make.Flag("--overwrite", "Replace files in that folder that have a picked image's name but different content; without it, such a file stops the command.");

    public IReadOnlyList<Option> All => [_keep, _count, _minQuality, _copyTo, _moveTo, _linkTo, _overwrite];

    /// <summary>The one rule given.</summary>
    /// <exception cref="UsageException">None or several are given.</exception>
    public PickRule Rule(ParseResult arguments) => (arguments.GetValue(_keep), arguments.GetValue(_count), arguments.GetValue(_minQuality)) switch
    {
        ({ } share, null, null) => PickRule.KeepShare(share),
        (null, { } count, null) => PickRule.Count((int)Math.Min(count, int.MaxValue)),
        (null, null, { } quality) => PickRule.MinQuality(quality),
        _ => throw new UsageException("exactly one of --keep, --count and --min-quality is needed"),
    };

    /// <summary>Where the picked images go, or null if they are only listed.</summary>
    /// <exception cref="UsageException">Several places are given.</exception>
    public PickTarget? Target(ParseResult arguments) => (arguments.GetValue(_copyTo), arguments.GetValue(_moveTo), arguments.GetValue(_linkTo)) switch
    {
        (null, null, null) => null,
        ({ } folder, null, null) => new PickTarget(folder, TransferKind.Copy, arguments.GetValue(_overwrite)),
        (null, { } folder, null) => new PickTarget(folder, TransferKind.Move, arguments.GetValue(_overwrite)),
        (null, null, { } folder) => new PickTarget(folder, TransferKind.Link, arguments.GetValue(_overwrite)),
        _ => throw new UsageException("--copy-to, --move-to and --link-to exclude each other"),
    };
}

/// <summary>Where picked images go, and how.</summary>
internal sealed record PickTarget(string Folder, TransferKind Kind, bool Overwrite);
