namespace FlowSensor.Protocols.Flows;

/// <summary>One entry of a template: which information element, and how many octets it takes in a record (RFC 7011 3.2).</summary>
/// <param name="ElementId">Information element id without the enterprise bit; NetFlow v9 field types use all 16 bits.</param>
/// <param name="Length">Octets in the record; <see cref="VariableLength"/> when the record says.</param>
/// <param name="EnterpriseNumber">Private enterprise number, 0 for the IANA registry.</param>
public readonly record struct FieldSpecifier(ushort ElementId, ushort Length, uint EnterpriseNumber = 0)
{
    /// <summary>The length that announces a variable-length field (RFC 7011 7).</summary>
    public const ushort VariableLength = 0xFFFF;

    /// <summary>Element 210, paddingOctets.</summary>
    public const ushort Padding = 210;

    /// <summary>True when each record carries the field's length.</summary>
    public bool IsVariable => Length == VariableLength;
}
