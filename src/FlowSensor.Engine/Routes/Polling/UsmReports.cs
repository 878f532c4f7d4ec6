using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Tells which report an object name stands for.</summary>
internal static class UsmReports
{
    // RFC 3414 5: usmStats.
    private static readonly ObjectIdentifier s_statistics = ObjectIdentifier.Parse("1.3.6.1.6.3.15.1.1");

    internal static UsmReport Of(ObjectIdentifier name) =>
        name.StartsWith(s_statistics) && name.Length > s_statistics.Length && name.Arcs[s_statistics.Length] <= (uint)UsmReport.DecryptionError
            ? (UsmReport)name.Arcs[s_statistics.Length]
            : UsmReport.Other;
}
