using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>One series: a measurement and the values of its tags; those it does not have are empty.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeriesKey(MeasurementLayout Layout, string First = "", string Second = "", string Third = "", string Fourth = "")
{
    /// <summary>The value of a tag.</summary>
    public string Tag(int index) => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };
}
