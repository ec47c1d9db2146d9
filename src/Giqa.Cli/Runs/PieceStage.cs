using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>
/// One step of a computation, cut into pieces of numbers. Its folder is named by the hash of what it goes by: the same computation, begun
/// again, comes to the same folders and finds what is done; another one comes to others.
/// </summary>
internal sealed class PieceStage : IStage
{
    internal const string StageName = "pieces";
    private const string WorkFile = "work.bin";

    private readonly PieceWork _work;
    private readonly Session _session;

    private PieceStage(string folder, PieceWork work, Session session) => (Folder, _work, _session) = (folder, work, session);

    public string Name => StageName;

    public string Folder { get; }

    public int Chunks => _work.Pieces;

    /// <summary>Whether a folder is one of a step.</summary>
    public static bool IsIn(string folder) => RegularFile.Exists(Path.Combine(folder, WorkFile));

    /// <summary>Writes a step down, where it is not there already.</summary>
    /// <param name="steps">The folder of all steps of a run.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="session">The run's surroundings.</param>
    public static PieceStage Begin(string steps, PieceWork work, Session session)
    {
        using var bytes = new MemoryStream();
        using (var writer = new PieceWriter(bytes))
        {
            writer.Write(work.Kind);
            writer.Write(work.Pieces);
            work.Write(writer);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        var folder = Path.Combine(steps, $"{work.Kind}-{hash[..16]}");
        if (CheckedFile.TryRead(Path.Combine(folder, WorkFile)) is null)
        {
            session.WriteWhole(() => CheckedFile.Write(Path.Combine(folder, WorkFile), stream => bytes.WriteTo(stream)));
        }

        return new PieceStage(folder, work, session);
    }

    /// <summary>Opens a step that was begun, as a task does.</summary>
    /// <exception cref="GiqaException">It is damaged, or the features have changed.</exception>
    public static PieceStage Open(string folder, Session session)
    {
        var bytes = CheckedFile.TryRead(Path.Combine(folder, WorkFile)) ?? throw new GiqaException($"{Path.Combine(folder, WorkFile)} is damaged: the command that began the run, given again, makes it anew");
        using var reader = new PieceReader(new MemoryStream(bytes.ToArray(), writable: false));
        var (kind, _) = (reader.ReadString(), reader.ReadInt());
        return new PieceStage(folder, PieceKinds.Read(kind, reader), session);
    }

    /// <summary>How far a step is, without opening its features.</summary>
    public static (string Kind, int Pieces, List<int> Missing) Status(string folder)
    {
        var bytes = CheckedFile.TryRead(Path.Combine(folder, WorkFile)) ?? throw new GiqaException($"{Path.Combine(folder, WorkFile)} is damaged");
        using var reader = new PieceReader(new MemoryStream(bytes.ToArray(), writable: false));
        var (kind, pieces) = (reader.ReadString(), reader.ReadInt());
        return (kind, pieces, Missing(folder, pieces));
    }

    public string Describe(int chunk) => $"piece {chunk} of {_work.Kind}";

    public List<int> Missing() => Missing(Folder, Chunks);

    public async Task WorkAsync(int chunk, CancellationToken cancellationToken)
    {
        var numbers = await Task.Run(() => _work.Make(chunk, _session.Threads, cancellationToken), cancellationToken).ConfigureAwait(false);
        _session.WriteWhole(() => CheckedFile.Write(PieceIn(Folder, chunk), stream => stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan()))));
    }

    /// <summary>The numbers of a piece; null when it is missing, or not what was written: then it is removed.</summary>
    public double[]? Read(int chunk)
    {
        if (CheckedFile.TryRead(PieceIn(Folder, chunk)) is not { } bytes)
        {
            if (RegularFile.Exists(PieceIn(Folder, chunk)))
            {
                File.Delete(PieceIn(Folder, chunk));
            }

            return null;
        }

        return MemoryMarshal.Cast<byte, double>(bytes.Span).ToArray();
    }

    public void Dispose()
    {
    }

    private static List<int> Missing(string folder, int pieces) => [.. Enumerable.Range(0, pieces).Where(piece => !RegularFile.Exists(PieceIn(folder, piece)))];

    private static string PieceIn(string folder, int piece) => Path.Combine(folder, "pieces", string.Create(CultureInfo.InvariantCulture, $"{piece:D8}.bin"));
}
