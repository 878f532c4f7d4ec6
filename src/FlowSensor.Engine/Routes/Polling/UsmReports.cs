using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Tells which report an object name stands for.</summary>
internal static class UsmReports
{
    // RFC 3414 5: usmStats.
    private static readonly ObjectIdentifier Statistics = ObjectIdentifier.Parse("1.3.6.1.6.3.15.1.1");

    internal static UsmReport Of(ObjectIdentifier name) =>
        name.StartsWith(Statistics) && name.Length > Statistics.Length && name.Arcs[Statistics.Length] <= (uint)UsmReport.DecryptionError
            ? (UsmReport)name.Arcs[Statistics.Length]
            : UsmReport.Other;
}
