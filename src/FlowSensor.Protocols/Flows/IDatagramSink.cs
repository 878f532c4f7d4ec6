namespace FlowSensor.Protocols.Flows;

/// <summary>Takes everything a datagram held, in its order.</summary>
public interface IDatagramSink : IFlowSink
{
    /// <summary>A template that is new or has changed. One that is announced again as it was is not reported.</summary>
    void OnTemplate(Template template);

    /// <summary>The exporter took a template back (RFC 7011 8.1).</summary>
    void OnTemplateWithdrawn(ushort templateId);

    /// <summary>A data set whose template is not known: the set's records without the set header. Valid during the call only.</summary>
    void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records);
}
