using Giqa.Features;

namespace Giqa.Models;

/// <summary>Finds the backbone that a model was fitted with; some models contain it.</summary>
internal static class ModelBackbone
{
    /// <summary>Opens it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modelName">Its name in messages.</param>
    /// <param name="backbones">Where to look it up.</param>
    /// <exception cref="ModelFileException">It is not the one installed here, or is unknown.</exception>
    /// <exception cref="GiqaException">It is not installed.</exception>
    internal static Backbone Open(QualityModel model, string modelName, BackboneStore backbones)
    {
        if (model.BackboneName is null)
        {
            throw new ModelFileException($"{modelName} was fitted on features of an unknown backbone: it scores features, not images");
        }

        var backbone = model.Network ?? Decode(backbones.OpenFor(modelName, model.BackboneName, model.Preset), model.Decoding);
        return backbone.Fingerprint == model.BackboneFingerprint
            ? backbone
            : throw new ModelFileException($"{modelName} was fitted with {model.BackboneName} {model.BackboneFingerprint?[..12]}, but {backbone.Name} here is {backbone.Fingerprint[..12]}: fit the model again");
    }

    private static Backbone Decode(Backbone backbone, DecodeHabits? habits) =>
        habits is null ? backbone : backbone.WithPreprocessing(habits.In(backbone.Preprocessing));
}
