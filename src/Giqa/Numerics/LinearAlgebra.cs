namespace Giqa.Numerics;

/// <summary>The linear algebra of this process: OpenBLAS, or macOS's Accelerate, where it is found, and managed code elsewhere.</summary>
public static class LinearAlgebra
{
    private static readonly Lazy<ILinearAlgebra> Chosen =
        new(static () => OpenBlasLibrary.Path is null ? new ManagedAlgebra() : new OpenBlasAlgebra());

    /// <summary>What is used, chosen once.</summary>
    /// <exception cref="NativeLibraryException">GIQA_OPENBLAS names a library that cannot be used.</exception>
    internal static ILinearAlgebra Current => Chosen.Value;

    /// <summary>Says what is used: the native library as it describes itself, or that it is managed code.</summary>
    /// <exception cref="NativeLibraryException">GIQA_OPENBLAS names a library that cannot be used.</exception>
    public static string Describe() => Current.Description;
}
