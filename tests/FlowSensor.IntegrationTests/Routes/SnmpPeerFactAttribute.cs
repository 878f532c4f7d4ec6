namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A test that needs net-snmp's agent and tools; skipped with the reason where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SnmpPeerFactAttribute : FactAttribute
{
    /// <summary>The test also makes a network namespace, which takes root.</summary>
    public bool Namespace { get; set; }

    public override string? Skip
    {
        get => Snmpd.Missing ?? (Namespace && !NetworkNamespace.IsAvailable ? "needs root for a network namespace" : null);
        set => base.Skip = value;
    }
}
