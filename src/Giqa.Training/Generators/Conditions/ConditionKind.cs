namespace Giqa.Training.Generators;

/// <summary>What a conditional generator starts from.</summary>
public enum ConditionKind
{
    /// <summary>The edges of an image, computed from it.</summary>
    Edges,

    /// <summary>Where an image differs from its background, computed from it.</summary>
    Mask,

    /// <summary>Pictures that the user gives, one for each image and of the same name.</summary>
    Given,
}
