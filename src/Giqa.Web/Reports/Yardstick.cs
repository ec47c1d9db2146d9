using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>What quality is measured by: half of these images have a quality below .5.</summary>
/// <param name="Images">Their name, in the plural.</param>
/// <param name="HeldOut">The same where it matters that the model has not learned from them.</param>
/// <param name="Short">The same where there is little room.</param>
/// <param name="IsTypicality">Whether quality says how typical of them an image is, not how much people like it.</param>
internal sealed record Yardstick(string Images, string HeldOut, string Short, bool IsTypicality)
{
    private const string Reals = "real images";

    internal static Yardstick RealImages { get; } = new(Reals, $"held-out {Reals}", "reals", IsTypicality: true);

    internal static Yardstick Of(ScoreReport report) => Of(report.PreferredOver);

    /// <summary>Of a model: the images that its quality is calibrated on.</summary>
    internal static Yardstick Of(QualityModel model) => Of(model.Preference is { } preference ? PreferenceReport.NameOf(preference.CalibratedOn) : null);

    private static Yardstick Of(string? preferredOver) => preferredOver switch
    {
        null => RealImages,
        Reals => RealImages with { IsTypicality = false },
        var others => new Yardstick(others, others, "those", IsTypicality: false),
    };
}
