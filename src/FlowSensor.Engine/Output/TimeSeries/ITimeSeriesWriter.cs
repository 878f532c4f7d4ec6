namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Takes points one after the other: begin, fields, end.</summary>
internal interface ITimeSeriesWriter
{
    /// <summary>Begins a point of a series.</summary>
    void Begin(in SeriesKey series);

    /// <summary>Adds an integer; <see cref="MeasurementLayout.None"/> is left out.</summary>
    void Field(string name, long value);

    /// <summary>Adds a number; what is none is left out.</summary>
    void Field(string name, double value);

    /// <summary>Adds a text.</summary>
    void Field(string name, string value);

    /// <summary>Ends the point.</summary>
    /// <param name="timeMs">Its time, Unix milliseconds.</param>
    void End(long timeMs);

    /// <summary>Brings all ended points on their way.</summary>
    void Complete();
}
