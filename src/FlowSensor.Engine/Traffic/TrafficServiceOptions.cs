namespace FlowSensor.Engine.Traffic;

/// <summary>A service of the operator's own.</summary>
public sealed class TrafficServiceOptions
{
    /// <summary><c>tcp</c>, <c>udp</c>, <c>tcp+udp</c>, or an IP protocol number in decimal, which matches whole and takes no ports.</summary>
    public string Protocol { get; set; } = "tcp";

    /// <summary>Ports of the server's side.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>Account (source, destination) pairs too. Costs memory a pair; off by default.</summary>
    public bool Pairs { get; set; }
}
