namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>A box of a topology picture.</summary>
/// <param name="Number">What links name it by.</param>
/// <param name="Name">Its first line.</param>
/// <param name="Words">Its second line; may be empty.</param>
/// <param name="IsRouter">True for a router whose table is read.</param>
public sealed record Place(int Number, string Name, string Words, bool IsRouter);
