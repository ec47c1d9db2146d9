using System.CommandLine;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Codecs;
using Giqa.Storage;

namespace Giqa.Cli.Options;

/// <summary>A file to be written. Problems with its location are reported before the work is done, not after.</summary>
internal sealed class OutputFileOption : Option<string?>
{
    public OutputFileOption(string name)
        : base(name) =>
        Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "-" }, ..])
            {
                // In other programs that means stdout; here a file of that name would appear, and nothing on stdout.
                result.AddError($"{name} -: is not a file name; use /dev/stdout for standard output, or ./- for a file of that name");
            }
            else if (result.Tokens is [var token, ..] && Directory.Exists(token.Value) && !IsFolder(token.Value))
            {
                result.AddError($"{name} {token.Value}: is a folder; name a file in it");
            }
        });

    /// <summary>Whether a folder of features may be given, which is then made.</summary>
    public bool MayBeFeatureFolder { get; init; }

    /// <summary>Makes sure that every output of a command line can be written, and is not one of its inputs.</summary>
    /// <exception cref="UsageException">An output is the same file as another argument, or an image.</exception>
    /// <exception cref="GiqaException">An output cannot be written.</exception>
    public static void CheckAll(ParseResult arguments)
    {
        var outputs = arguments.CommandResult.Command.Options.OfType<OutputFileOption>()
            .Select(option => (option.Name, Path: arguments.GetValue(option)))
            .Where(output => !string.IsNullOrEmpty(output.Path))
            .ToArray();
        foreach (var (name, path) in outputs)
        {
            if (arguments.CommandResult.Command.Options.OfType<OutputFileOption>().First(option => option.Name == name).IsFolder(path!))
            {
                AtomicFile.RequireWritable(FeaturePlan.PathIn(path!));
                continue;
            }

            if (FileIdentity.Of(path!) is { } file && File.Exists(path) && arguments.Tokens.Count(token => BraceRange.Expand(token.Value).Any(word => FileIdentity.Of(FileOf(word)) == file)) > 1)
            {
                throw new UsageException($"{name} {path}: is also read by this command; name another file");
            }

            if (IsImage(path!))
            {
                throw new UsageException($"{name} {path}: is an image, and this option does not write images; name another file");
            }

            AtomicFile.RequireWritable(path!);
        }
    }

    private bool IsFolder(string path) => MayBeFeatureFolder && FeatureFolder.IsNameOfOne(path);

    /// <summary>Whether an image is there: it may well be one of those that are read, by way of a folder or list.</summary>
    private static bool IsImage(string path)
    {
        if (!RegularFile.Exists(path))
        {
            return false;
        }

        using var file = RegularFile.OpenRead(path);
        Span<byte> start = stackalloc byte[ImageSignature.Length];
        return ImageSignature.IsImage(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>The file that a word names: a list without its @.</summary>
    private static string FileOf(string word) => word is ['@', .. var list] && !Path.Exists(word) ? list : word;
}
