using Giqa.Features.Tfjs;

namespace Giqa.Features;

/// <summary>A backbone that is converted, when it is opened, from tfjs weights beside the program.</summary>
/// <param name="Description">What it is.</param>
/// <param name="Folder">The weights' folder, relative to the folder of all weights.</param>
/// <param name="Layers">The layers whose spatial means are the features.</param>
/// <param name="WeightsHash">The SHA-256 of the weights that it was made and measured with.</param>
/// <param name="SelfTest">Evenly spaced features of the test picture.</param>
internal sealed record BuiltInBackbone(BackboneDescription Description, string Folder, IReadOnlyList<string> Layers, string WeightsHash, IReadOnlyList<float> SelfTest)
{
    /// <summary>Where the build puts the weights.</summary>
    internal static string DefaultWeightsFolder => Path.Combine(AppContext.BaseDirectory, "backbones");

    internal bool IsInstalled(string weightsFolder) => File.Exists(Path.Combine(weightsFolder, Folder, "model.min.js"));

    internal Backbone Open(string weightsFolder)
    {
        var folder = Path.Combine(weightsFolder, Folder);
        if (!IsInstalled(weightsFolder))
        {
            throw new GiqaException($"the weights of {Description.Name} are missing at {folder}; run 'npm ci' and build again");
        }

        return new Backbone(Description with { Graph = $"{Description.Graph} {string.Join(',', Layers)}" }, TfjsModel.Hash(folder), () => Convert(folder));
    }

    private byte[] Convert(string folder)
    {
        try
        {
            var preprocessing = Description.Preprocessing;
            return KerasToOnnx.Convert(TfjsModel.Load(folder), preprocessing.Width, preprocessing.Height, Layers);
        }
        catch (FormatException e)
        {
            throw new ModelFileException($"{folder} does not hold the weights of {Description.Name}: {e.Message}", e);
        }
    }
}
