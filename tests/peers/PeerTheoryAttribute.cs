namespace FlowSensor.Tests.Peers;

/// <summary>A theory that runs real programs; it skips, naming the Debian package, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerTheoryAttribute : TheoryAttribute
{
    private bool _root;

    public PeerTheoryAttribute(params string[] peers)
    {
        Peers = peers;
        Skip = PeerCatalog.ReasonToSkip(peers, false);
    }

    /// <summary>The programs or libraries.</summary>
    public string[] Peers { get; }

    /// <summary>The test needs root, for raw sockets or network namespaces.</summary>
    public bool Root
    {
        get => _root;
        set
        {
            _root = value;
            Skip = PeerCatalog.ReasonToSkip(Peers, value);
        }
    }
}
