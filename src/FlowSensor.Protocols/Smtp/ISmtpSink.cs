namespace FlowSensor.Protocols.Smtp;

/// <summary>Takes what <see cref="SmtpSession"/> finds, in the order of the capture.</summary>
public interface ISmtpSink
{
    /// <summary>A command line was read.</summary>
    void OnCommand(SmtpCommand command);

    /// <summary>A reply was read and matched with its command.</summary>
    void OnReply(in SmtpExchange exchange);

    /// <summary>The server agreed to STARTTLS, or the client began TLS at once: nothing more can be read.</summary>
    void OnEncrypted();
}
