using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>Finds the condition that belongs to each image: the one whose name is the same but for its extension.</summary>
internal static class GivenConditions
{
    /// <returns>For each image the number of its condition.</returns>
    /// <exception cref="GiqaException">An image has none.</exception>
    internal static int[] Match(IImageSource images, IImageSource conditions)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            places[KeyOf(conditions.GetName(i))] = i;
        }

        return [.. Enumerable.Range(0, images.Count).Select(index => places.TryGetValue(KeyOf(images.GetName(index)), out var place)
            ? place
            : throw new GiqaException($"{images.GetName(index)} has no condition: a picture '{KeyOf(images.GetName(index))}' with any extension is expected among the conditions"))];
    }

    private static string KeyOf(string name) => Path.ChangeExtension(name, null);
}
