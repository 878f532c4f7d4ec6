namespace FlowSensor.Dashboard.Answers;

/// <summary>The sensor has not begun its work, so that there is nothing to answer from yet.</summary>
internal sealed class SensorStartingException() : Exception("The sensor is starting; ask again in a moment.");
