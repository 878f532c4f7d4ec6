namespace FlowSensor.Protocols.Packets;

/// <summary>The EtherTypes that are followed (IEEE 802 numbers registry).</summary>
internal static class EtherType
{
    internal const ushort IPv4 = 0x0800;
    internal const ushort TransparentEthernet = 0x6558;
    internal const ushort ErspanIII = 0x22EB;
    internal const ushort Vlan = 0x8100;
    internal const ushort IPv6 = 0x86DD;
    internal const ushort Ppp = 0x880B;
    internal const ushort MplsUnicast = 0x8847;
    internal const ushort MplsMulticast = 0x8848;
    internal const ushort PppoeSession = 0x8864;
    internal const ushort ServiceVlan = 0x88A8;
    internal const ushort ErspanII = 0x88BE;
    internal const ushort BackboneService = 0x88E7;
    internal const ushort OldQinQ = 0x9100;
    internal const ushort OldQinQ2 = 0x9200;

    /// <summary>Smaller values in the field are a length (IEEE 802.3 3.2.6).</summary>
    internal const ushort Minimum = 0x0600;
}
