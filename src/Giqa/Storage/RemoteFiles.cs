using System.Collections.Concurrent;

namespace Giqa.Storage;

/// <summary>Files that are no files of this machine's: objects of a store, named by a URL such as <c>s3://bucket/key</c>.</summary>
internal static class RemoteFiles
{
    private const string Scheme = "s3://";

    // What was seen first counts for the whole run: an object that is replaced meanwhile is another one, and is told.
    private static readonly ConcurrentDictionary<string, RemoteFile?> s_seen = new(StringComparer.Ordinal);
    private static readonly Lazy<IRemoteStore> s_store = new(() =>
    {
        // By name: nothing refers to that package but the programs that want it.
        var type = Type.GetType("Giqa.S3.S3Store, Giqa.S3", throwOnError: false)
            ?? throw new GiqaException($"{Scheme} is read by the package Giqa.S3, and that is not here: dotnet add package Giqa.S3");
        return (IRemoteStore)Activator.CreateInstance(type)!;
    });

    /// <summary>Whether a path names such a file, or what lies below such a prefix.</summary>
    public static bool IsRemote(string path) => path.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds an object; null when there is none.</summary>
    /// <exception cref="IOException">The store refuses, or does not answer.</exception>
    public static RemoteFile? Find(string url) => s_seen.GetOrAdd(url, static url => s_store.Value.Find(url));

    /// <summary>Takes an object for what somebody else has seen of it: what is read is that, or nothing.</summary>
    /// <returns>The object.</returns>
    public static RemoteFile Know(RemoteFile file) => s_seen.GetOrAdd(file.Url, file) is { } seen && seen == file ? file : throw InputException.Changed(file.Url);

    /// <summary>All objects below a prefix, in the ordinal order of their names.</summary>
    /// <exception cref="IOException">The store refuses, or does not answer.</exception>
    public static IReadOnlyList<RemoteFile> List(string prefix)
    {
        var files = s_store.Value.List(prefix);
        foreach (var file in files)
        {
            _ = s_seen.TryAdd(file.Url, file);
        }

        return files;
    }

    /// <summary>Opens a file, wherever it is, for reading from any place.</summary>
    public static Stream OpenRead(string path) => IsRemote(path) ? s_store.Value.OpenRead(Known(path)) : RegularFile.OpenRead(path);

    /// <summary>Reads a part of an object.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    /// <exception cref="GiqaException">It is another one than before, or the store does not answer, which is no property of what is in it.</exception>
    public static void Read(string url, long offset, Span<byte> bytes) => s_store.Value.Read(Known(url), offset, bytes);

    /// <summary>What tells an object, or all below a prefix, from another version of it.</summary>
    public static string VersionOf(string url) => !url.EndsWith('/') && Find(url) is { } file ? file.Version : string.Join('\n', List(url).Select(static file => $"{file.Url} {file.Version}"));

    private static RemoteFile Known(string url) => Find(url) ?? throw new FileNotFoundException($"{url} does not exist");
}

/// <summary>An object as it was first seen.</summary>
/// <param name="Url">Its name.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Version">What another object of the same name differs in.</param>
internal sealed record RemoteFile(string Url, long Length, string Version);

/// <summary>Reads objects; an assembly of its own does, since what it takes is not for everybody.</summary>
internal interface IRemoteStore
{
    /// <summary>Finds an object; null when there is none.</summary>
    RemoteFile? Find(string url);

    /// <summary>All objects below a prefix, in ordinal order.</summary>
    IReadOnlyList<RemoteFile> List(string prefix);

    /// <summary>Opens an object for reading from any place; what is read in order comes in one piece.</summary>
    Stream OpenRead(RemoteFile file);

    /// <summary>Reads a part of an object.</summary>
    void Read(RemoteFile file, long offset, Span<byte> bytes);
}
