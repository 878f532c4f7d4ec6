namespace FlowSensor.Engine.Logs.Findings;

/// <summary>What was found in a log.</summary>
public enum LogFindingKind
{
    /// <summary>A message type that was never seen before.</summary>
    NewType,

    /// <summary>A program that is silent for longer than it uses to be.</summary>
    Gap,

    /// <summary>A program says that it has too much to do or too little room.</summary>
    Overload,

    /// <summary>A program refuses or puts off work because it has too much.</summary>
    LoadShedding,
}
