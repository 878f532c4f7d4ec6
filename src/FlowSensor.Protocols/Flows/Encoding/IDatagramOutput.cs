namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>Takes finished export datagrams.</summary>
public interface IDatagramOutput
{
    /// <summary>One datagram, valid during the call only.</summary>
    void OnDatagram(ReadOnlySpan<byte> datagram);
}
