using System.Globalization;
using Giqa.Cli.Rendering;

namespace Giqa.Cli.Comparing;

/// <summary>All conventions as a table for people; one table per generated set.</summary>
internal static class ConventionTables
{
    public static void Write(ConventionDocument document, Tables tables)
    {
        var kernel = document.Conventions.Any(row => row.Results.Any(entry => entry.KidMean is not null));
        for (var i = 0; i < document.Conventions[0].Results.Count; i++)
        {
            var place = i;
            tables.Write(
                [document.Conventions[0].Results[i].Input, document.IsFidNetwork ? ">FID" : ">distance", ">gap", ">gap %", .. kernel ? [">KID x 1000"] : Array.Empty<string>(), "cause of the gap"],
                document.Conventions.Select(row => (string[])[row.Convention, .. Figures(document.Conventions[0].Results[place].Fid, row.Results[place]), .. kernel ? [Kernel(row.Results[place])] : Array.Empty<string>(), Causes(document, row, place)]));
        }
    }

    private static string[] Figures(double reference, ConventionEntry entry) =>
        [Number(entry.Fid, "F3"), Number(entry.Gap, "+0.000;-0.000;0"), Number(reference > 0 ? 100 * entry.Gap / reference : 0, "+0.0;-0.0;0")];

    private static string Kernel(ConventionEntry entry) => entry.KidMean is not { } mean ? string.Empty
        : entry.KidStd is { } deviation ? $"{Number(1000 * mean, "F3")} ± {Number(1000 * deviation, "F3")}" : Number(1000 * mean, "F3");

    private static string Causes(ConventionDocument document, ConventionRow row, int place) => row == document.Conventions[0] ? "the others are compared with it"
        : row.Causes.Count == 0 ? "none: the same recipe"
        : (row.Results[place].Gap == 0 ? "without effect on these images: " : string.Empty) + string.Join("; ", row.Causes);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
