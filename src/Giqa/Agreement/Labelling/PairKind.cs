namespace Giqa.Agreement.Labelling;

/// <summary>What the two images of a pair are to each other.</summary>
internal enum PairKind
{
    /// <summary>Of one generator, after equally many iterations.</summary>
    Within,

    /// <summary>Of two generators.</summary>
    Between,

    /// <summary>Of one generator, after different numbers of iterations.</summary>
    Training,

    /// <summary>A real and a generated one.</summary>
    Real,
}
