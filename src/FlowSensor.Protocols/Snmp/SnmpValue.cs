using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Snmp;

/// <summary>The value of a variable binding. Numbers and IPv4 addresses are held without allocation.</summary>
public readonly record struct SnmpValue
{
    private readonly byte[]? _octets;

    private SnmpValue(SnmpValueKind kind, long number, byte[]? octets, ObjectIdentifier name)
    {
        Kind = kind;
        Number = number;
        _octets = octets;
        Name = name;
    }

    /// <summary>The value of a request.</summary>
    public static SnmpValue Null => new(SnmpValueKind.Null, 0, null, default);

    /// <summary>The type.</summary>
    public SnmpValueKind Kind { get; }

    /// <summary>The number of a numeric type; an IPv4 address as a number; a Counter64 above 2^63 is negative here.</summary>
    public long Number { get; }

    /// <summary>The name, when the value is one.</summary>
    public ObjectIdentifier Name { get; }

    /// <summary>The octets of an octet string or opaque value.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>True for a number of any type.</summary>
    public bool IsNumber => Kind is SnmpValueKind.Integer or SnmpValueKind.Counter32 or SnmpValueKind.Gauge32
        or SnmpValueKind.TimeTicks or SnmpValueKind.Counter64;

    /// <summary>True when the agent says that there is nothing (RFC 3416 4.2.1-4.2.3), or nothing was read.</summary>
    public bool IsMissing => Kind is SnmpValueKind.NoSuchObject or SnmpValueKind.NoSuchInstance or SnmpValueKind.EndOfMibView
        or SnmpValueKind.Null or 0;

    /// <summary>A numeric value, an IPv4 address, or one of the exceptions.</summary>
    public static SnmpValue Of(SnmpValueKind kind, long number = 0) => new(kind, number, null, default);

    /// <summary>An octet string.</summary>
    public static SnmpValue Of(ReadOnlySpan<byte> octets, SnmpValueKind kind = SnmpValueKind.OctetString) =>
        new(kind, 0, octets.ToArray(), default);

    /// <summary>A name.</summary>
    public static SnmpValue Of(ObjectIdentifier name) => new(SnmpValueKind.ObjectIdentifier, 0, null, name);

    /// <summary>The value as an address: an IpAddress, or octets of 4 or 16; <c>::</c> else.</summary>
    public IpAddress ToAddress() => Kind switch
    {
        SnmpValueKind.IpAddress => IpAddress.FromIPv4((uint)Number),
        SnmpValueKind.OctetString => IpAddress.FromBytes(_octets),
        _ => default,
    };
}
