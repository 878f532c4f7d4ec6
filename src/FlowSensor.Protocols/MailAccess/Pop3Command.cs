namespace FlowSensor.Protocols.MailAccess;

/// <summary>What matters of a POP3 command: how its reply ends and whether it decides over a login.</summary>
internal enum Pop3Command : byte
{
    /// <summary>One line of reply.</summary>
    Other,

    /// <summary>On success a multi-line reply up to a dot (RFC 1939 3): RETR, TOP, CAPA, LIST and UIDL without argument.</summary>
    MultiLine,

    /// <summary>PASS or APOP (RFC 1939 7): success is a login.</summary>
    Login,

    /// <summary>AUTH with a mechanism (RFC 5034): challenges, then a login.</summary>
    Auth,

    /// <summary>STLS (RFC 2595 4).</summary>
    StartTls,
}
