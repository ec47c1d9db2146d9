using System.Globalization;
using System.Text;
using Giqa.Agreement.Labelling;
using Giqa.Storage;

namespace Giqa.Cli.Labelling;

/// <summary>
/// Writes a set of pairs as a folder that can be judged and published: the images of the pairs under meaningless names, which is
/// which, the pairs, and a labelling to begin with.
/// </summary>
internal sealed class PairSetFolder(string folder, PairSetImages images, IReadOnlyList<LabelScorer> scorers)
{
    /// <summary>The labelling within the folder.</summary>
    internal const string Labelling = "labels.db";

    private const string ImagesFolder = "images";

    /// <summary>Refuses a location that already exists.</summary>
    /// <exception cref="GiqaException">Something is already there.</exception>
    public void RequireNone()
    {
        if (Path.Exists(folder))
        {
            throw new GiqaException($"{folder} already exists: name another folder, or continue judging with: giqa label --out {Path.Combine(folder, Labelling)}");
        }
    }

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="pairs">The pairs, in the order in which people are asked.</param>
    /// <param name="seed">Also determines which image is on the left.</param>
    /// <param name="question">What people are asked.</param>
    /// <param name="now">Dates the labelling.</param>
    /// <returns>How many images it holds.</returns>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    public int Write(IReadOnlyList<BalancedPair> pairs, ulong seed, string question, TimeProvider now)
    {
        // In the order of the pairs, which mixes the generators: no number shows which generator made an image.
        int[] chosen = [.. pairs.SelectMany(pair => (int[])[pair.Images.First, pair.Images.Second]).Distinct()];
        var places = chosen.Index().ToDictionary(image => image.Item, image => image.Index);
        var names = Names(chosen);
        var partial = $"{folder}.{Environment.ProcessId:x}.partial";
        try
        {
            foreach (var (image, name) in chosen.Zip(names))
            {
                var path = Path.Combine(partial, ImagesFolder, name);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.CreateNew);
                images.Source.Read(image).WriteImageFile(file);
            }

            AtomicFile.WriteText(Path.Combine(partial, "images.csv"), ImagesTable(chosen, names));
            AtomicFile.WriteText(Path.Combine(partial, "pairs.csv"), PairsTable(pairs, places, names));
            WriteLabelling(partial, pairs, chosen, places, names, new LabelSettings([Path.GetFullPath(Path.Combine(folder, ImagesFolder))], seed, question), now);
            Directory.Move(partial, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot make {folder}: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }

        return chosen.Length;
    }

    private void WriteLabelling(string partial, IReadOnlyList<BalancedPair> pairs, int[] chosen, Dictionary<int, int> places, string[] names, LabelSettings settings, TimeProvider now)
    {
        LabelImage[] known = [.. chosen.Select((image, i) => images.Images[image] with { Name = names[i], Path = Path.Combine(settings.Inputs[0], names[i]), Quality = scorers[0].Qualities[image] })];
        using var store = LabelStore.Create(Path.Combine(partial, Labelling), settings, known, [.. pairs.Select(pair => new ImagePair(places[pair.Images.First], places[pair.Images.Second]))], now);
        foreach (var scorer in scorers)
        {
            store.SetScores(scorer with { Scores = [.. chosen.Select(image => scorer.Scores[image])], Qualities = [.. chosen.Select(image => scorer.Qualities[image])] });
        }
    }

    private string ImagesTable(int[] chosen, string[] names)
    {
        var text = new StringBuilder(CsvRecord.Join(["image", "set", "iteration", "source", .. scorers.Select(scorer => scorer.Name)])).Append('\n');
        foreach (var (image, name) in chosen.Zip(names))
        {
            var known = images.Images[image];
            _ = text.Append(CsvRecord.Join(
            [
                $"{ImagesFolder}/{name}",
                known.Set,
                known.Iteration?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                known.Name,
                .. scorers.Select(scorer => scorer.Ranked[image]?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty),
            ])).Append('\n');
        }

        return text.ToString();
    }

    private static string PairsTable(IReadOnlyList<BalancedPair> pairs, Dictionary<int, int> places, string[] names)
    {
        var text = new StringBuilder("first,second,kind\n");
        foreach (var pair in pairs)
        {
            _ = text.Append(CsvRecord.Join(Name(pair.Images.First), Name(pair.Images.Second), Word(pair.Kind))).Append('\n');
        }

        return text.ToString();
        string Name(int image) => $"{ImagesFolder}/{names[places[image]]}";
    }

    /// <summary>The word for a kind in files and documents.</summary>
    internal static string Word(PairKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Numbers: a name in a picture's address would reveal what made it.</summary>
    private string[] Names(int[] chosen)
    {
        var digits = Math.Max(4, $"{chosen.Length}".Length);
        return [.. chosen.Select((image, i) => $"{i.ToString($"D{digits}", CultureInfo.InvariantCulture)}{ExtensionOf(images.Images[image].Name)}")];
    }

    private static string ExtensionOf(string name)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return extension.Length is > 1 and < 6 && extension[1..].All(char.IsAsciiLetterOrDigit) ? extension : ".png";
    }
}
