using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Doctor;

/// <summary>Whether a sensor runs with this configuration on this machine, as its health page tells.</summary>
internal static class SensorAtWork
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks it.</summary>
    /// <param name="options">The configuration.</param>
    /// <returns>True when it answers and receives, false when it answers that it does not; null when nobody answers.</returns>
    public static async Task<bool?> AskAsync(DashboardOptions options)
    {
        if (!options.Enabled)
        {
            return null;
        }

        IPEndPoint listen = options.Listen ?? DashboardOptions.Default;
        IPAddress address = listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listen.Address;

        using SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false };
#pragma warning disable CA5359 // Only whether somebody answers on this machine is asked; the certificate is made for a name outside.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using HttpClient client = new(handler) { Timeout = Patience };
        foreach (string scheme in (IEnumerable<string>)["http", "https"])
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri($"{scheme}://{new IPEndPoint(address, listen.Port)}/readyz")).ConfigureAwait(false);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable)
                {
                    return answer.StatusCode == HttpStatusCode.OK;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or SocketException)
            {
                // Nobody there, or another protocol: the other scheme is tried.
            }
        }

        return null;
    }
}
