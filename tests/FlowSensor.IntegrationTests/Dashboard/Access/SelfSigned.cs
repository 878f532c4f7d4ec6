using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>A certificate of the test's own for this machine, trusted by nobody else.</summary>
internal static class SelfSigned
{
    /// <summary>Password of the PKCS #12 form.</summary>
    public const string PfxPassword = "only for this test";

    /// <summary>Writes <c>cert.pem</c>, <c>key.pem</c> and <c>both.pfx</c> into a folder.</summary>
    /// <returns>The certificate's SHA-256 in hexadecimal digits.</returns>
    public static string Write(string folder)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder, "both.pfx"), certificate.Export(X509ContentType.Pkcs12, PfxPassword));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
