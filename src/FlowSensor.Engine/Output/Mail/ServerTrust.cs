using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Believes certificates of servers that lead to authorities of one's own, and no others.</summary>
internal sealed class ServerTrust
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <summary>Reads the authorities.</summary>
    /// <param name="file">Certificates, PEM.</param>
    public ServerTrust(string file) => _authorities.ImportFromPemFile(file);

    /// <summary>Whether a server's certificate is believed; its name has to be right as well.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(static element => element.Certificate).ToArray());
        }

        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(leaf);
    }
}
