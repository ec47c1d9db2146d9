using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Features.Onnx;

/// <summary>Turns ONNX Runtime's exceptions into one readable line.</summary>
internal static partial class OnnxFailure
{
    /// <summary>True for the exceptions of a native library that is missing or does not fit.</summary>
    internal static bool IsMissingLibrary(Exception exception) => exception switch
    {
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => true,
        TypeInitializationException { InnerException: { } inner } => IsMissingLibrary(inner),
        _ => false,
    };

    internal static bool IsKnown(Exception exception) => exception is OnnxRuntimeException || IsMissingLibrary(exception);

    internal static GiqaException Describe(string what, Exception exception) => IsMissingLibrary(exception)
        ? new NativeLibraryException($"ONNX Runtime's native library cannot be loaded ({FirstLine(exception.GetBaseException())}); run './giqa doctor'", exception)
        : new ModelFileException($"{what}: {OneLine(exception.Message)}", exception);

    /// <summary>The first line and the lines that say what came and what was expected; without colours and places in the runtime's source.</summary>
    internal static string OneLine(string message)
    {
        var lines = Place().Replace(Colour().Replace(message, string.Empty), string.Empty).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(", ", lines.Where((line, number) => number == 0 || line.Contains("Expected", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    [GeneratedRegex(@"\S*/\S+\.(?:cc|cpp|h):\d+ (?:[^\s(]+ )*[^\s(]+\([^)]*\)(?: const)? ?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();

    private static string FirstLine(Exception exception) => exception.Message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
}
