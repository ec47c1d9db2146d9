using Giqa.Features.Weights;
using Giqa.Storage;

namespace Giqa.Features.ResNet;

/// <summary>
/// The backbone <c>resnet18</c>: an ImageNet network whose features best predict what people prefer, once its weights are installed.
/// They come as a file of an ML.NET package.
/// </summary>
internal static class ResNetBackbone
{
    internal const string Name = "resnet18";

    private const string Package = "microsoft.ml.dnnimagefeaturizer.resnet18";
    private const string Version = "0.23.1";
    private const string PlaceInPackage = "tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx";

    // CNTK's means of ImageNet, which the network was trained with; it takes blue first, which the graph sees to.
    private static readonly RgbValues Mean = new(123.15f, 115.90f, 103.06f);

    /// <summary>The package, as NuGet gives it.</summary>
    internal static WeightFile PackageFile { get; } = new()
    {
        Name = $"{Package}.{Version}.nupkg",
        Address = new Uri($"https://api.nuget.org/v3-flatcontainer/{Package}/{Version}/{Package}.{Version}.nupkg"),
        HashPrefix = "7679c0f8832902d64019b7c8f79784d02bcbbce008d22a5249bdef8e8f45cb73",
        Licence = "MIT",
    };

    /// <summary>The network in it.</summary>
    internal static WeightFile Weights { get; } = PackageFile with
    {
        Name = "ResNet18.onnx",
        HashPrefix = "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f",
    };

    internal static PulledBackbone Pulled { get; } = new()
    {
        Description = new BackboneDescription
        {
            Name = Name,
            Summary = "ResNet-18 of ML.NET, the ends of its four stages, spatial means and deviations",
            Licence = Weights.Licence,
            Source = $"NuGet Microsoft.ML.DnnImageFeaturizer.ResNet18 {Version}",
            FeatureCount = ResNetNetwork.Blocks.Sum(),
            Blocks = ResNetNetwork.Blocks,
            Preprocessing = new Preprocessing { Width = ResNetNetwork.InputSize, Height = ResNetNetwork.InputSize, Scale = 1, Mean = Mean },
            Graph = $"resnet18 1 means and deviations of {string.Join(',', ResNetNetwork.Taps)}",
        },
        Download = PackageFile,
        Weights = Weights,
        Load = (path, _) => new Backbone(Pulled!.Description, Weights.HashPrefix, () => Load(path)),
        Install = InstallAsync,
    };

    /// <summary>Takes the package, or the network out of it, to a path, after a check of its hash.</summary>
    /// <exception cref="GiqaException">It is neither.</exception>
    private static async Task InstallAsync(string path, string file, CancellationToken cancellationToken)
    {
        if (!Path.GetExtension(file).Equals(".nupkg", StringComparison.OrdinalIgnoreCase))
        {
            await WeightDownloader.CheckAsync(Weights, file, cancellationToken).ConfigureAwait(false);
            Write(path, () => RegularFile.OpenRead(file));
            return;
        }

        await WeightDownloader.CheckAsync(PackageFile, file, cancellationToken).ConfigureAwait(false);
        using var package = RegularFile.OpenZip(file);
        var entry = package.GetEntry(PlaceInPackage) ?? throw new GiqaException($"{file} has no {PlaceInPackage}: fetch {PackageFile.Address}");
        Write(path, entry.Open);
    }

    private static void Write(string path, Func<Stream> open)
    {
        AtomicFile.Write(path, target =>
        {
            using var source = open();
            source.CopyTo(target);
        });
        _ = Load(path);
    }

    private static byte[] Load(string path)
    {
        var published = ImportedBackbone.ReadFile(path);
        return ImportedBackbone.Hash(published) == Weights.HashPrefix
            ? ResNetNetwork.Build(published)
            : throw new ModelFileException($"{path} is not the published {Weights.Name}: its SHA-256 differs. Run 'giqa models pull {Name}' after removing it");
    }
}
