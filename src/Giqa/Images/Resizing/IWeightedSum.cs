namespace Giqa.Images;

/// <summary>A few neighbouring weighted sums that grow tap by tap: the arithmetic of one resize mode in one vector width.</summary>
/// <typeparam name="TSelf">The implementing struct, so that the compiler makes one loop per arithmetic and width.</typeparam>
/// <typeparam name="TSample">What is read and written.</typeparam>
/// <typeparam name="TWeight">The type of the weights.</typeparam>
internal interface IWeightedSum<TSelf, TSample, TWeight>
    where TSelf : struct, IWeightedSum<TSelf, TSample, TWeight>
{
    /// <summary>How many sums there are: a divisor of 16.</summary>
    static abstract int Width { get; }

    /// <summary>The sums before the first tap.</summary>
    static abstract TSelf Start { get; }

    /// <summary>Adds <see cref="Width"/> consecutive samples with one weight.</summary>
    TSelf Add(ref readonly TSample samples, TWeight weight);

    /// <summary>Rounds the sums to <see cref="Width"/> consecutive samples.</summary>
    void Store(ref TSample samples);
}
