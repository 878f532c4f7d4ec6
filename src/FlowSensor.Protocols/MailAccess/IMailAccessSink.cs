namespace FlowSensor.Protocols.MailAccess;

/// <summary>Takes what a POP3 or IMAP session shows. User names and passwords are never looked at.</summary>
public interface IMailAccessSink
{
    /// <summary>A command line was read.</summary>
    void OnCommand();

    /// <summary>The server answered a login: accepted or refused.</summary>
    void OnLogin(bool accepted);

    /// <summary>The server agreed to begin TLS, or the client began it at once: nothing more can be read.</summary>
    void OnEncrypted();
}
