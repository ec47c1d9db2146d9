using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Scores;
using Giqa.Storage;

namespace Giqa.Cli.Inputs;

/// <summary><c>giqa score --map</c>: writes where each image is bad into a new folder.</summary>
internal sealed class MapPass : IDisposable
{
    private const int LongestName = 80;
    private const int ImagesOfAThread = 8;

    // While it exists, the folder belongs to an unfinished run, which may be resumed in it.
    private const string Marker = "unfinished.txt";

    private readonly string _folder;
    private readonly DecodeOptions _decoding;
    private readonly IImageSource _images;

    private MapPass(string folder, QualityMapper mapper, IImageSource images, DecodeOptions decoding) =>
        (_folder, Mapper, _images, _decoding) = (folder, mapper, images, mapper.DecodeWith(decoding));

    /// <summary>The maps of the model, or learned ones.</summary>
    public QualityMapper Mapper { get; }

    /// <summary>Opens or learns maps, and makes the folder.</summary>
    /// <exception cref="UsageException">Only features were given, the location of the reals is unknown, or the folder holds something else.</exception>
    public static MapPass Prepare(
        string folder, OpenedInputs inputs, string? real, (QualityModel Model, string Path) model, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var images = inputs.Images ?? throw new UsageException("--map needs the images themselves, and only features were given");
        var owner = OwnerOf(model.Path, images);
        RequireOwn(folder, owner);
        var maps = model.Model.Maps ?? Learn(real, model, decoding, session, cancellationToken);
        TemporaryFile.RemoveOrphans(folder);
        _ = Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, Marker), owner);
        return new MapPass(folder, new QualityMapper(maps), images, decoding);
    }

    /// <summary>Learns maps from real images.</summary>
    public static MapModel Learn(IImageSource reals, DecodeOptions decoding, ulong seed, Session session, CancellationToken cancellationToken)
    {
        using var line = session.Progress("learning maps");
        var options = new MapOptions { Decoding = decoding, Seed = seed, Threads = session.Threads };
        return MapModel.Fit(reals, options, line.As<int>(done => (done, Math.Min(options.Images, reals.Count), null)), cancellationToken);
    }

    /// <summary>Writes maps, overlays, <c>images.csv</c> and <c>regions.csv</c>; images without a score have none.</summary>
    /// <param name="scores">The results for the images, and for any features given after them.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    public void Write(IReadOnlyList<ImageScore> scores, Session session, CancellationToken cancellationToken)
    {
        var rows = new StringBuilder("image,quality,place,both,map,overlay\n");
        var regions = new StringBuilder("image,x,y,width,height,quality\n");
        session.Kept = () => $"the maps made so far are in {_folder}, where the same command resumes";
        using (var line = session.Progress("mapping"))
        {
            var progress = line.As<int>(done => (done, _images.Count, null));
            foreach (var numbers in Enumerable.Range(0, _images.Count).Chunk(ImagesOfAThread * session.Threads))
            {
                var written = new (string Row, string Regions)[numbers.Length];
                ParallelBlocks.Run(numbers.Length, session.Threads, i => written[i] = Write(numbers[i], scores[numbers[i]].Quality), cancellationToken);
                foreach (var (row, found) in written)
                {
                    _ = rows.Append(row);
                    _ = regions.Append(found);
                }

                progress.Report(numbers[^1] + 1);
            }
        }

        session.WriteWhole(() =>
        {
            AtomicFile.WriteText(Path.Combine(_folder, "images.csv"), rows.ToString());
            AtomicFile.WriteText(Path.Combine(_folder, "regions.csv"), regions.ToString());
            File.Delete(Path.Combine(_folder, Marker));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => Mapper.Dispose();

    private static MapModel Learn(string? real, (QualityModel Model, string Path) model, DecodeOptions decoding, Session session, CancellationToken cancellationToken)
    {
        var sources = real is null ? model.Model.References.Sources : [real];
        if (sources.Count == 0)
        {
            throw new UsageException($"{model.Path} has no maps, and {(model.Model.References.WithheldSources.Count > 0 ? "was not fitted by you on this machine" : "does not say where its real images are")}: give them with --real INPUT, or fit it with --maps");
        }

        using var images = ImageInput.Open(sources, decoding);
        return Learn(images, decoding, model.Model.Options.Seed, session, cancellationToken);
    }

    private static void RequireOwn(string folder, string owner)
    {
        var marker = Path.Combine(folder, Marker);
        var isOwn = RegularFile.Exists(marker) && File.ReadAllText(marker) == owner;
        if (!isOwn && (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())))
        {
            throw new UsageException($"--map {folder} already exists and is not an empty folder: name a new one, so that nothing is replaced");
        }

        AtomicFile.RequireWritable(marker);
    }

    /// <summary>What identifies a run: the model, and the images by their names.</summary>
    private static string OwnerOf(string model, IImageSource images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < images.Count; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(images.GetName(i) + "\n"));
        }

        return $"Maps of {images.Count} images by {Path.GetFullPath(model)}, {Convert.ToHexStringLower(hash.GetHashAndReset())}. The same command resumes.\n";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Safe(string name)
    {
        var last = name.Split('/', '\\')[^1];
        return string.Concat(last.Take(LongestName).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
    }

    private (string Row, string Regions) Write(int index, double? whole)
    {
        if (whole is not { } quality || TryRead(index) is not { } image)
        {
            return (string.Empty, string.Empty);
        }

        var (name, map) = (_images.GetName(index), Mapper.Map(image));
        var stem = string.Create(CultureInfo.InvariantCulture, $"{index + 1:00000}-{Safe(name)}");
        AtomicFile.Write(Path.Combine(_folder, stem + ".map.png"), stream => stream.Write(MapPictures.EncodePng(map, image.Width, image.Height)));
        AtomicFile.Write(Path.Combine(_folder, stem + ".overlay.png"), stream => stream.Write(ImageEncoder.EncodePng(MapPictures.Overlay(image, map))));
        var row = CsvRecord.Join(name, Number(quality), Number(map.Quality), Number(quality * map.Quality), stem + ".map.png", stem + ".overlay.png") + "\n";
        return (row, string.Concat(map.Regions.Select(region => CsvRecord.Join(
            name, Number(region.X), Number(region.Y), Number(region.Width), Number(region.Height), Number(region.Quality)) + "\n")));
    }

    private RgbImage? TryRead(int index)
    {
        try
        {
            return _images.Read(index).Decode(_decoding);
        }
        catch (ImageException)
        {
            // Scoring has reported and counted it.
            return null;
        }
    }
}
