namespace FlowSensor.Engine.Reports.Mail;

/// <summary>Ten minutes of a mail server. A point of the regression is Nc over 600 s, and (Dq - Np) over 600 s.</summary>
/// <param name="Time">Wall clock time it begins.</param>
/// <param name="Dq">DNS queries.</param>
/// <param name="Nc">Connections.</param>
/// <param name="Nf">Messages accepted.</param>
/// <param name="Np">POP3 accesses.</param>
/// <param name="Imap">IMAP accesses.</param>
/// <param name="Rejected">Refusals.</param>
public readonly record struct MailServerSample(TimeOnly Time, int Dq, int Nc, int Nf, int Np, int Imap, int Rejected);
