namespace Giqa.Training.Torch;

/// <summary>The type of a tensor's values; the numbers are libtorch's.</summary>
#pragma warning disable CA1720 // The names of number formats, as everybody writes them.
internal enum ElementType
{
    /// <summary>Unsigned bytes.</summary>
    UInt8 = 0,

    /// <summary>32-bit integers.</summary>
    Int32 = 3,

    /// <summary>64-bit integers.</summary>
    Int64 = 4,

    /// <summary>16-bit floats of 11 significant bits.</summary>
    Float16 = 5,

    /// <summary>32-bit floats: the type of parameters and images.</summary>
    Float32 = 6,

    /// <summary>64-bit floats.</summary>
    Float64 = 7,

    /// <summary>Booleans.</summary>
    Boolean = 11,

    /// <summary>16-bit floats of 8 significant bits and the range of a 32-bit float.</summary>
    BFloat16 = 15,
}
#pragma warning restore CA1720
