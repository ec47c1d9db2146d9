using Microsoft.ML.OnnxRuntime;

namespace Giqa.Features.Onnx;

/// <summary>Brings what ONNX Runtime throws to one line for a person.</summary>
internal static class OnnxFailure
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
        : new ModelFileException($"{what}: {FirstLine(exception)}", exception);

    private static string FirstLine(Exception exception) => exception.Message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
}
