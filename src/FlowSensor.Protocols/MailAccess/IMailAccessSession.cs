namespace FlowSensor.Protocols.MailAccess;

/// <summary>A session of either mailbox protocol, fed with the octets of both directions in the order of the capture.</summary>
public interface IMailAccessSession
{
    /// <summary>True once nothing can be read any more: TLS.</summary>
    bool IsEncrypted { get; }

    /// <summary>Makes the session new.</summary>
    void Reset();

    /// <summary>Takes the next octets that the client sent.</summary>
    void OnClient(ReadOnlySpan<byte> data, IMailAccessSink sink);

    /// <summary>Takes the next octets that the server sent.</summary>
    void OnServer(ReadOnlySpan<byte> data, IMailAccessSink sink);

    /// <summary>Octets of the client are missing.</summary>
    void OnClientGap();

    /// <summary>Octets of the server are missing.</summary>
    void OnServerGap();
}
