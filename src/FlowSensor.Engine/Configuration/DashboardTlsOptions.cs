using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>dashboard.tls</c>: the certificate that the dashboard shows, as PEM or as PKCS #12.</summary>
public sealed class DashboardTlsOptions : IValidatableObject
{
    /// <summary>The certificate, and those between it and the root, as PEM.</summary>
    [Secret]
    public string Certificate { get; set; } = "";

    /// <summary>Its private key, as PEM.</summary>
    [Secret]
    public string Key { get; set; } = "";

    /// <summary>Certificates and key in one, as PKCS #12, in Base64; <c>pfx_file</c> names a <c>.pfx</c> or <c>.p12</c> file.</summary>
    [Secret]
    public byte[] Pfx { get; set; } = [];

    /// <summary>The password of <c>key</c> or <c>pfx</c>; empty where there is none.</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>How long browsers shall insist on TLS for this host, all its ports included (RFC 6797). 1 year; 0s not to ask for it.</summary>
    [DurationRange("0s", "800d")]
    public TimeSpan Hsts { get; set; } = TimeSpan.FromDays(365);

    /// <summary>True when there is a certificate.</summary>
    public bool IsOn => Certificate.Length > 0 || Key.Length > 0 || Pfx.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Trouble() is (string setting, string trouble))
        {
            yield return new ValidationResult(trouble, [setting]);
        }
    }

    internal bool Differs(DashboardTlsOptions other) =>
        (Certificate, Key, Password, Hsts) != (other.Certificate, other.Key, other.Password, other.Hsts) || !Pfx.AsSpan().SequenceEqual(other.Pfx);

    /// <summary>The certificate with its key first, then those between it and the root.</summary>
    /// <exception cref="CryptographicException">They are not valid.</exception>
    public X509Certificate2Collection Read()
    {
        X509Certificate2Collection chain = [];
        if (Pfx.Length > 0)
        {
            X509Certificate2Collection loaded = X509CertificateLoader.LoadPkcs12Collection(Pfx, Password);
            chain.AddRange(loaded.OrderByDescending(static certificate => certificate.HasPrivateKey).ToArray());
            return chain;
        }

        chain.ImportFromPem(Certificate);
        X509Certificate2 own = Password.Length > 0 ? X509Certificate2.CreateFromEncryptedPem(Certificate, Key, Password) : X509Certificate2.CreateFromPem(Certificate, Key);
        chain[0].Dispose();
        chain[0] = own;
        return chain;
    }

    private (string Setting, string Trouble)? Trouble()
    {
        if (!IsOn)
        {
            return null;
        }

        if (Pfx.Length > 0 && Certificate.Length + Key.Length > 0)
        {
            return (nameof(Pfx), "a certificate is set as well; keep one of the two");
        }

        if (Pfx.Length == 0 && (Certificate.Length == 0 || Key.Length == 0))
        {
            return (Certificate.Length > 0 ? nameof(Certificate) : nameof(Key), "TLS needs certificate_file and key_file, or pfx_file");
        }

        try
        {
            X509Certificate2Collection chain = Read();
            bool isWhole = chain[0].HasPrivateKey;
            foreach (X509Certificate2 certificate in chain)
            {
                certificate.Dispose();
            }

            return isWhole ? null : (nameof(Pfx), "there is no private key in it");
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return (Pfx.Length > 0 ? nameof(Pfx) : nameof(Certificate), $"certificate and key cannot be read: {failure.Message}");
        }
    }
}
