using System.Globalization;

namespace Giqa.Models;

/// <summary>Numbers with what they count, in good English.</summary>
internal static class Counted
{
    internal static string Images(int count) => Of(count, "image");

    internal static string RealImages(int count) => Of(count, "real image");

    /// <summary>A number of things, and the verb that agrees with it: <c>1 image was</c>, <c>2 images were</c>.</summary>
    internal static string With(int count, string what, string one, string several) => $"{Of(count, what)} {(count == 1 ? one : several)}";

    /// <summary>A part of a number of things: <c>1 of 2 images</c>.</summary>
    internal static string Among(int count, int all, string what) => $"{Of(count)} of {Of(all, what)}";

    internal static string Of(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Of(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? string.Empty : "s")}");
}
