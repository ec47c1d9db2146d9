namespace Giqa.Training.Styles;

/// <summary>What a run was started with; <c>style.json</c> in its folder. It does not change when the run is resumed.</summary>
/// <param name="Options">How it is trained.</param>
/// <param name="Domains">The inputs, one a domain.</param>
/// <param name="Images">How many images each domain has.</param>
/// <param name="Checksum">A checksum of all images as they are trained on.</param>
public sealed record StyleConfiguration(StyleOptions Options, IReadOnlyList<string> Domains, IReadOnlyList<int> Images, string Checksum);
