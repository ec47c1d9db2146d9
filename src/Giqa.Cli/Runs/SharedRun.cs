using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Giqa.Cli.Inputs;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>
/// A computation of which the heavy steps are made in pieces by other processes, and all else here: the same code as in one process, and
/// so the same numbers. Its folder holds the features of the inputs and the pieces, until all is done.
/// </summary>
internal sealed class SharedRun(string folder, string verb, double leastSeconds, IEngine engine, Session session) : IPieceRunner
{
    private const int MostReadings = 4;
    private const string Marker = "run.txt";
    private const string InputPrefix = "input-";

    private int _inputs;

    /// <inheritdoc/>
    public double LeastSeconds => leastSeconds;

    /// <summary>Whether a folder is one of such a run.</summary>
    public static bool IsIn(string folder) => RegularFile.Exists(Path.Combine(folder, Marker));

    /// <summary>What was begun last: the features of an input, or a step; null for nothing.</summary>
    public static string? Newest(string folder) => new[] { folder, Path.Combine(folder, "steps") }.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
        .Where(path => PieceStage.IsIn(path) || Path.GetFileName(path).StartsWith(InputPrefix, StringComparison.Ordinal))
        .OrderByDescending(Directory.GetCreationTimeUtc).FirstOrDefault();

    /// <summary>The features of an input, in a folder where others read them; images become features by the others.</summary>
    /// <param name="needs">The input.</param>
    /// <param name="inputs">The same, opened.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="GiqaException">The run's folder holds other things, or no input can be used.</exception>
    public async Task<(FeatureSet Set, SkippedList Skipped)> CollectAsync(InputNeeds needs, OpenedInputs inputs, CancellationToken cancellationToken)
    {
        RunFolder.Claim(folder, Path.Combine(folder, Marker), Encoding.UTF8.GetBytes($"giqa {verb}\n"));
        var place = Path.Combine(folder, $"{InputPrefix}{_inputs++}{FeatureFolder.Extension}");
        if (inputs.Only is not null && needs.Specifications is [var only] && FeatureFolder.IsFolder(only))
        {
            place = Path.GetFullPath(only);
        }
        else
        {
            using var stage = ExtractStage.Begin(place, needs, 0, session);
            await new StageRunner(stage, session).RunAsync(engine, cancellationToken).ConfigureAwait(false);
        }

        var set = FeatureSet.Load(place);
        var skipped = SkippedList.Of(set);
        FeatureCollector.RequireSome(set.Items.Count, set.Matrix.Rows, skipped);
        set.Matrix.Origin = new FeatureOrigin(this, place);
        return (set, skipped);
    }

    /// <inheritdoc/>
    public IEnumerable<double[]> Run(PieceWork work, CancellationToken cancellationToken)
    {
        using var stage = PieceStage.Begin(Path.Combine(folder, "steps"), work, session);
        Make(stage, cancellationToken);
        for (var piece = 0; piece < work.Pieces; piece++)
        {
            yield return Read(stage, piece, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public string Place(FeatureMatrix features)
    {
        var hash = new XxHash128();
        for (var row = 0; row < features.Rows; row++)
        {
            hash.Append(MemoryMarshal.AsBytes(features.Row(row)));
        }

        var name = Convert.ToHexStringLower(hash.GetCurrentHash());
        var place = Path.Combine(folder, $"rows-{name}{FeatureFolder.Extension}");
        var plan = FeaturePlan.OfRows(features, name);
        RunFolder.Claim(place, FeaturePlan.PathIn(place), plan.ToBytes());
        _ = FeatureFolder.RemoveDamaged(place, plan);
        foreach (var chunk in FeatureFolder.Missing(place, plan))
        {
            int[] rows = [.. Enumerable.Range(plan.StartOf(chunk), plan.CountOf(chunk))];
            var set = new FeatureSet(features.SelectRows(rows), [.. rows.Select(row => new FeatureItem($"{row}"))], null, null);
            session.WriteWhole(() => set.Save(FeatureFolder.ChunkIn(place, chunk)));
        }

        return place;
    }

    /// <summary>All is done: what the run kept is not needed any longer.</summary>
    public void Remove()
    {
        if (IsIn(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Make(PieceStage stage, CancellationToken cancellationToken) =>
        new StageRunner(stage, session).RunAsync(engine, cancellationToken).GetAwaiter().GetResult();

    private double[] Read(PieceStage stage, int piece, CancellationToken cancellationToken)
    {
        for (var reading = 1; reading < MostReadings; reading++)
        {
            if (stage.Read(piece) is { } numbers)
            {
                return numbers;
            }

            session.Note($"{stage.Describe(piece)} is damaged, and is made again");
            Make(stage, cancellationToken);
        }

        return stage.Read(piece) ?? throw new GiqaException($"{stage.Describe(piece)} in {stage.Folder} is damaged again each time it is made: see to the disk");
    }
}
