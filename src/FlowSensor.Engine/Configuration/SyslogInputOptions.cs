using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>inputs.syslog</c>: log lines that hosts send (RFC 3164, RFC 5424).</summary>
public sealed class SyslogInputOptions : IValidatableObject
{
    /// <summary>Where to receive, such as <c>udp://0.0.0.0:5514</c> and <c>tcp://[::]:5514</c>. Empty turns the input off.</summary>
    public List<TransportEndpoint> Listen { get; set; } = [];

    /// <summary>Addresses and ports for TLS (RFC 5425; its port is 6514).</summary>
    public List<IPEndPoint> TlsListen { get; set; } = [];

    /// <summary>The certificate for TLS, and those between it and the root, as PEM.</summary>
    [Secret]
    public string Certificate { get; set; } = "";

    /// <summary>Its private key, as PEM.</summary>
    [Secret]
    public string Key { get; set; } = "";

    /// <summary>Prefixes that lines may come from; others are counted <c>not_allowed</c>. Empty: everyone may.</summary>
    public List<IpPrefix> Allow { get; set; } = [];

    /// <summary>Connections at a time; further ones are closed and counted.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 256;

    /// <summary>A connection that brings nothing for this long is closed.</summary>
    [DurationRange("1s", "7d")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Octets kept of a message; RFC 5424 6.1 asks for 2,048 at least.</summary>
    [SizeRange("2KiB", "1MiB")]
    public ByteSize MaxMessage { get; set; } = new(16 << 10);

    /// <summary>Kernel receive buffer of each UDP socket.</summary>
    [SizeRange("64KiB", "1GiB")]
    public ByteSize ReceiveBuffer { get; set; } = new(8 << 20);

    /// <summary>True when anything listens.</summary>
    internal bool IsOn => Listen.Count + TlsListen.Count > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Listen.Count; i++)
        {
            if (Listen.IndexOf(Listen[i]) < i)
            {
                yield return new ValidationResult($"{Listen[i]} is listed twice", [$"Listen[{i}]"]);
            }
        }

        if (TlsListen.Count > 0 && TlsTrouble() is string trouble)
        {
            yield return new ValidationResult(trouble, [nameof(TlsListen)]);
        }
    }

    /// <summary>The certificate with its key.</summary>
    /// <exception cref="CryptographicException">They are not valid.</exception>
    internal X509Certificate2 ReadCertificate() => X509Certificate2.CreateFromPem(Certificate, Key);

    private string? TlsTrouble()
    {
        if (Certificate.Length == 0 || Key.Length == 0)
        {
            return "TLS needs certificate_file and key_file";
        }

        try
        {
            ReadCertificate().Dispose();
            return null;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return $"certificate and key are no PEM pair: {failure.Message}";
        }
    }
}
