namespace FlowSensor.Engine.Routes;

/// <summary>Where a router has a route from; numbers of IANAipRouteProtocol, which ipRouteProto shares up to bgp.</summary>
public enum RouteProtocol
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Not listed here.</summary>
    Other = 1,

    /// <summary>A local interface.</summary>
    Local = 2,

    /// <summary>Static, set by management.</summary>
    NetMgmt = 3,

    /// <summary>ICMP redirect.</summary>
    Icmp = 4,

    /// <summary>EGP.</summary>
    Egp = 5,

    /// <summary>GGP.</summary>
    Ggp = 6,

    /// <summary>HELLO.</summary>
    Hello = 7,

    /// <summary>RIP.</summary>
    Rip = 8,

    /// <summary>IS-IS.</summary>
    IsIs = 9,

    /// <summary>ES-IS.</summary>
    EsIs = 10,

    /// <summary>IGRP.</summary>
    CiscoIgrp = 11,

    /// <summary>BBN SPF.</summary>
    BbnSpfIgp = 12,

    /// <summary>OSPF.</summary>
    Ospf = 13,

    /// <summary>BGP.</summary>
    Bgp = 14,

    /// <summary>IDPR.</summary>
    Idpr = 15,

    /// <summary>EIGRP.</summary>
    CiscoEigrp = 16,

    /// <summary>DVMRP.</summary>
    Dvmrp = 17,
}
