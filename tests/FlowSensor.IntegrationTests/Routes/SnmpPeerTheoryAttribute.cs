namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A theory that needs net-snmp's agent and tools; skipped with the reason where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SnmpPeerTheoryAttribute : TheoryAttribute
{
    public SnmpPeerTheoryAttribute() => Skip = Snmpd.Missing;
}
