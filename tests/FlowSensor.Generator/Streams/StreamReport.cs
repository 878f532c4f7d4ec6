namespace FlowSensor.Generator.Streams;

/// <summary>How a stream went.</summary>
/// <param name="Datagrams">Datagrams sent.</param>
/// <param name="Refused">Datagrams that found nobody listening.</param>
/// <param name="Seconds">How long sending took.</param>
/// <param name="Sent">What was in the datagrams.</param>
internal sealed record StreamReport(long Datagrams, long Refused, double Seconds, StreamTotals Sent);
