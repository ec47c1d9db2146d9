using System.Globalization;

namespace Giqa.Models;

/// <summary>Numbers with what they count, in good English.</summary>
internal static class Counted
{
    internal static string Images(int count) => Of(count, "image");

    internal static string RealImages(int count) => Of(count, "real image");

    internal static string Of(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Of(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? string.Empty : "s")}");
}
