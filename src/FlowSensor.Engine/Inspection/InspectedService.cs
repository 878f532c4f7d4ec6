namespace FlowSensor.Engine.Inspection;

/// <summary>What is spoken on a port.</summary>
internal enum InspectedService : byte
{
    None,
    Dns,
    Smtp,

    /// <summary>SMTP on port 587 (RFC 6409).</summary>
    Submission,

    /// <summary>SMTP in TLS from the start on port 465 (RFC 8314).</summary>
    EncryptedSubmission,
    Pop3,
    EncryptedPop3,
    Imap,
    EncryptedImap,
}
