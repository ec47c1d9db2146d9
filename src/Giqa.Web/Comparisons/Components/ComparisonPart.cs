using Microsoft.AspNetCore.Components;

namespace Giqa.Web.Comparisons.Components;

/// <summary>A part of the page about a comparison.</summary>
public abstract class ComparisonPart : ComponentBase
{
    /// <summary>What the page shows.</summary>
    [Parameter, EditorRequired] public required ComparisonPage Page { get; set; }

    private protected ComparisonView View => field ??= new ComparisonView(Page);
}
