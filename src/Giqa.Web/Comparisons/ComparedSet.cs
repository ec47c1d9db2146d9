using Giqa.Features;
using Giqa.Images;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>One set of a comparison with its images.</summary>
/// <param name="Result">What was found of it.</param>
/// <param name="Features">The features that it was found from, which name its images.</param>
/// <param name="Images">The images in the order of the features' items; null where only features are at hand.</param>
public sealed record ComparedSet(ComparisonResult Result, FeatureSet Features, IImageSource? Images);
