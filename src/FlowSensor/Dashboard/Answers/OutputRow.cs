using FlowSensor.Engine.Output.Delivery;

namespace FlowSensor.Dashboard.Answers;

/// <summary>How an output does.</summary>
internal sealed record OutputRow(string Output, bool Healthy, long Delivered, long Rejected, long Dropped, long Waiting, long SpoolOctets, string Trouble)
{
    /// <summary>The row of an output.</summary>
    public static OutputRow Of(OutputState state) =>
        new(state.Output, state.IsHealthy, state.Delivered, state.Rejected, state.Dropped, state.Waiting, state.SpoolOctets, state.LastTrouble);
}
