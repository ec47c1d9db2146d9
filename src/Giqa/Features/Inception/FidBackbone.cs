using System.Security.Cryptography;
using Giqa.Features.Checkpoints;
using Giqa.Features.Weights;
using Giqa.Storage;

namespace Giqa.Features.Inception;

/// <summary>The backbone <c>inception-fid</c>: the network behind published FID and GIQA figures, once its weights are installed.</summary>
internal static class FidBackbone
{
    internal const string Name = "inception-fid";

    /// <summary>The checkpoint that pytorch-fid publishes and downloads; its name carries the hash's beginning.</summary>
    internal static WeightFile Weights { get; } = new()
    {
        Name = "pt_inception-2015-12-05-6726825d.pth",
        Address = new Uri("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth"),
        HashPrefix = "6726825d",
        Licence = "Apache-2.0",
    };

    internal static PulledBackbone Pulled { get; } = new()
    {
        Description = Describe(FidPreset.Find(null)),
        Download = Weights,
        Weights = Weights,
        Load = (path, preset) => new Backbone(Describe(FidPreset.Find(preset)), Hash(path), () => FidInception.Build(TorchCheckpoint.Read(path), FidInceptionTap.Pool2048)),
        Install = InstallAsync,
    };

    /// <summary>Its properties that are known without its weights.</summary>
    internal static BackboneDescription Describe(FidPreset preset) => new()
    {
        Name = Name,
        Summary = "Inception-v3 of 2015-12-05, on which FID is defined, pool3",
        Licence = Weights.Licence,
        Source = Weights.Address.ToString(),
        FeatureCount = FidInceptionTap.Pool2048.Length,
        Preprocessing = preset.Preprocessing,
        Graph = $"fid-inception 1 {FidInceptionTap.Pool2048.Output}",
        IsPaperBackbone = true,
    };

    /// <summary>Copies a file from elsewhere, after a check of its hash and of every tensor in it.</summary>
    private static async Task InstallAsync(string path, string file, CancellationToken cancellationToken)
    {
        await WeightDownloader.CheckAsync(Weights, file, cancellationToken).ConfigureAwait(false);
        _ = FidInception.Build(TorchCheckpoint.Read(file), FidInceptionTap.Pool2048);
        AtomicFile.Write(path, target =>
        {
            using var source = RegularFile.OpenRead(file);
            source.CopyTo(target);
        });
    }

    private static string Hash(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
