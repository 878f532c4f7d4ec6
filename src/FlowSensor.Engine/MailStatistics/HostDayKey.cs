using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>A host and a local day's number; hashed at every DNS query, so by less than a record struct would.</summary>
internal readonly struct HostDayKey(IpAddress host, int day) : IEquatable<HostDayKey>
{
    public readonly IpAddress Host = host;
    public readonly int Day = day;

    public bool Equals(HostDayKey other) => Day == other.Day && Host == other.Host;

    public override bool Equals(object? obj) => obj is HostDayKey other && Equals(other);

    public override int GetHashCode() => Host.GetHashCode() + Day;
}
