using System.Globalization;

namespace FlowSensor.Protocols.Dns;

/// <summary>Mnemonics of the IANA registry "DNS RCODEs" (RFC 6895 2.3).</summary>
public static class DnsResponseCodes
{
    /// <summary>The name does not exist.</summary>
    public const int NxDomain = 3;

    /// <summary>Response codes are twelve bits with EDNS.</summary>
    public const int Count = 4096;

    private static readonly string[] Names =
    [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE", "DSOTYPENI",
    ];

    /// <summary><c>NXDOMAIN</c> for 3, <c>RCODE3841</c> for a number without a mnemonic.</summary>
    public static string NameOf(int code) => code switch
    {
        >= 0 and <= 11 => Names[code],
        16 => "BADVERS",
        23 => "BADCOOKIE",
        _ => string.Create(CultureInfo.InvariantCulture, $"RCODE{code}"),
    };
}
