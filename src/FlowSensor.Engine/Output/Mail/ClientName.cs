using System.Net;
using System.Net.NetworkInformation;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>What the sensor calls itself before mail servers.</summary>
public static class ClientName
{
    /// <summary>The machine's full name; null where it has none, and its address is to be said (RFC 5321 4.1.3).</summary>
    public static string? OfMachine()
    {
        string name = Dns.GetHostName();
        string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        string full = domain.Length > 0 && !name.Contains('.', StringComparison.Ordinal) ? $"{name}.{domain}" : name;
        return full.Contains('.', StringComparison.Ordinal) && full.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') ? full : null;
    }
}
