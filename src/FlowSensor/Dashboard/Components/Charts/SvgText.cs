using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>Words in a picture. Razor has another use for an element of that name, so that it is written here.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public double X { get; set; }

    [Parameter, EditorRequired]
    public double Y { get; set; }

    /// <summary>True where they end at the place instead of beginning there.</summary>
    [Parameter]
    public bool IsEnd { get; set; }

    /// <summary>True for what is less important.</summary>
    [Parameter]
    public bool IsSoft { get; set; }

    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", ChartPath.Number(X));
        builder.AddAttribute(2, "y", ChartPath.Number(Y));
        builder.AddAttribute(3, "text-anchor", IsEnd ? "end" : null);
        builder.AddAttribute(4, "class", IsSoft ? "soft" : null);
        builder.AddContent(5, Words);
        builder.CloseElement();
    }
}
