using Microsoft.AspNetCore.Components;

namespace Giqa.Web.Comparisons.Components;

/// <summary>A part of the page about a comparison.</summary>
public abstract class ComparisonPart : ComponentBase
{
    /// <summary>What the page shows.</summary>
    [CascadingParameter] internal ComparisonPage Page { get; set; } = null!;

    private protected ComparisonView View => field ??= new ComparisonView(Page);
}
