using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FlowSensor.Dashboard.Access;

/// <summary>TLS of the dashboard's port: versions 1.2 and 1.3.</summary>
internal static class DashboardTls
{
    /// <summary>Sets it up where there is a certificate.</summary>
    public static void Use(ListenOptions listen, DashboardTlsOptions options)
    {
        if (!options.IsOn)
        {
            return;
        }

        X509Certificate2Collection chain = options.Read();
        X509Certificate2 own = chain[0];
        chain.RemoveAt(0);
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = own,
            ServerCertificateChain = chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        });
    }
}
