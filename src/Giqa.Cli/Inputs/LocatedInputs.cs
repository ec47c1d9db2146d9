using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Inputs;

/// <summary>INPUTs written so that they can be found from any folder.</summary>
internal static class LocatedInputs
{
    /// <summary>The images among the inputs with full paths; features are left out, since no image can be read from them.</summary>
    public static string[] Of(IEnumerable<string> specifications) =>
    [
        .. specifications.Select(InputSpecification.Parse).Where(specification => !specification.IsFeatures()).Select(Locate),
    ];

    /// <summary>All inputs with full paths, features among them.</summary>
    public static string[] OfAll(IEnumerable<string> specifications) => [.. specifications.Select(InputSpecification.Parse).Select(Locate)];

    private static string Locate(InputSpecification specification)
    {
        var isList = specification.Path.StartsWith('@') && !File.Exists(specification.Path);
        var path = RemoteFiles.IsRemote(specification.Path) ? specification.Path : isList ? $"@{Path.GetFullPath(specification.Path[1..])}" : Path.GetFullPath(specification.Path);
        path = specification.Array is { } array ? $"{path}#{array}" : path;
        return specification is { From: null, To: null } ? path : $"{path}:{specification.From}..{specification.To}";
    }
}
