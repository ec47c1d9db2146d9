using Giqa.Features.Checkpoints;
using Giqa.Features.Weights;
using Giqa.Storage;

namespace Giqa.Metrics.Pairs.Lpips;

/// <summary>The two published files that LPIPS needs, once they are installed.</summary>
internal static class LpipsWeights
{
    /// <summary>The measure's name.</summary>
    public const string Name = "lpips";

    private const string FirstLayer = "features.0.weight";

    /// <summary>torchvision's AlexNet.</summary>
    public static WeightFile Network { get; } = new()
    {
        Name = "alexnet-owt-7be5be79.pth",
        Address = new Uri("https://download.pytorch.org/models/alexnet-owt-7be5be79.pth"),
        HashPrefix = "7be5be79",
        Licence = "BSD-3-Clause",
    };

    /// <summary>The weights of its channels, version 0.1. Their publisher gives no hash; names, shapes and signs are checked instead.</summary>
    public static WeightFile Heads { get; } = new()
    {
        Name = "alex.pth",
        Address = new Uri("https://github.com/richzhang/PerceptualSimilarity/raw/master/lpips/weights/v0.1/alex.pth"),
        HashPrefix = string.Empty,
        Licence = "BSD-2-Clause",
    };

    /// <summary>The files that are not installed yet.</summary>
    /// <param name="storeFolder">Where imported networks are kept.</param>
    public static IReadOnlyList<WeightFile> Missing(string storeFolder) =>
        [.. new[] { Network, Heads }.Where(file => !File.Exists(PathOf(storeFolder, file)))];

    /// <summary>Takes one of the two files into the store; its tensors tell which one it is.</summary>
    /// <param name="storeFolder">Where imported networks are kept.</param>
    /// <param name="file">The published file, under any name.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <returns>What was installed.</returns>
    /// <exception cref="GiqaException">The file is neither of the two.</exception>
    public static async Task<WeightFile> InstallAsync(string storeFolder, string file, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeFolder);
        ArgumentException.ThrowIfNullOrEmpty(file);
        var tensors = TorchCheckpoint.Read(file);
        var kind = tensors.ContainsKey(FirstLayer) ? Network
            : tensors.ContainsKey(LpipsGraph.HeadName(0)) ? Heads
            : throw new ModelFileException($"{file} is neither {Network.Name} nor {Heads.Name}: it has no tensor {FirstLayer} or {LpipsGraph.HeadName(0)}");
        if (kind == Network)
        {
            LpipsGraph.RequireNetwork(tensors);
        }
        else
        {
            LpipsGraph.RequireHeads(tensors);
        }

        await WeightDownloader.CheckAsync(kind, file, cancellationToken).ConfigureAwait(false);
        AtomicFile.Write(PathOf(storeFolder, kind), target =>
        {
            using var source = RegularFile.OpenRead(file);
            source.CopyTo(target);
        });
        return kind;
    }

    /// <summary>The network of the installed files.</summary>
    /// <exception cref="GiqaException">One of them is not installed.</exception>
    internal static byte[] LoadModel(string storeFolder)
    {
        var missing = Missing(storeFolder);
        return missing.Count == 0
            ? LpipsGraph.Build(TorchCheckpoint.Read(PathOf(storeFolder, Network)), TorchCheckpoint.Read(PathOf(storeFolder, Heads)))
            : throw new GiqaException($"{Name} needs weights that are not installed: fetch {string.Join(" and ", missing.Select(file => file.Address))}, then run 'giqa models pull {Name} --from FILE' with each");
    }

    private static string PathOf(string storeFolder, WeightFile file) => Path.Combine(storeFolder, Name, file.Name);
}
