namespace FlowSensor.Dashboard.Answers;

/// <summary>There is no such thing; the message is a sentence for who asked.</summary>
internal sealed class NotFoundException(string message) : Exception(message);
