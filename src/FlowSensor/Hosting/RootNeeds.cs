using System.Globalization;
using System.Net;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Hosting;

/// <summary>What of a new configuration only root could open, for a sensor that is root no more. What stays open is no need.</summary>
internal static class RootNeeds
{
    private const string FirstFreePort = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    private const int UsualFirstFreePort = 1024;

    /// <summary>The needs, each as a part of a sentence; none where the configuration can be taken on.</summary>
    /// <param name="before">The configuration in force.</param>
    /// <param name="after">The new one.</param>
    /// <param name="user">Whom the process has become.</param>
    public static IEnumerable<string> Of(SensorOptions before, SensorOptions after, string user) => Of(before, after, user, ReadFirstFreePort());

    /// <summary>The same, with the first port that everybody may listen on.</summary>
    internal static IEnumerable<string> Of(SensorOptions before, SensorOptions after, string user, int firstFreePort)
    {
        // One that stayed the same is no need, whoever the process is: the command line may have named another, and wins.
        if (after.Sensor.User is string wanted && wanted != before.Sensor.User && wanted != user)
        {
            yield return $"sensor.user is another than {user}";
        }

        if (LiveInputs.Differ(before.Inputs, after.Inputs))
        {
            if (after.Inputs.Capture.Count > 0)
            {
                yield return "inputs.netflow, inputs.sflow or inputs.capture has changed, so interfaces would have to be opened anew";
            }

            foreach (string port in Privileged(after.Inputs.Netflow.Listen.Concat(after.Inputs.Sflow.Listen)))
            {
                yield return $"inputs.netflow, inputs.sflow or inputs.capture has changed, so {port} would have to be opened anew";
            }
        }

        if (LiveLogs.Differ(before.Inputs.Syslog, after.Inputs.Syslog))
        {
            foreach (string port in Privileged(after.Inputs.Syslog.Listen.Select(static endpoint => endpoint.Address).Concat(after.Inputs.Syslog.TlsListen)))
            {
                yield return $"inputs.syslog has changed, so {port} would have to be opened anew";
            }
        }

        if (!before.Store.IsAt(after.Store) || before.Dashboard.Differs(after.Dashboard))
        {
            foreach (string port in Privileged(after.Dashboard.Enabled ? [after.Dashboard.Listen] : []))
            {
                yield return $"dashboard or store.path has changed, so {port} would have to be opened anew";
            }
        }

        // The servers of the directory begin anew with each reading, with the institutions that it brings.
        foreach (string port in Privileged([after.Contacts.Rwhois.Listen, after.Contacts.Whois.Listen]))
        {
            yield return $"contacts.rwhois and contacts.whois open their ports with each reading, {port} among them";
        }

        IEnumerable<string> Privileged(IEnumerable<IPEndPoint?> endpoints) =>
            endpoints.Where(endpoint => endpoint is { Port: > 0 } && endpoint.Port < firstFreePort).Select(static endpoint => $"port {endpoint!.Port}").Distinct();
    }

    private static int ReadFirstFreePort()
    {
        try
        {
            return int.Parse(File.ReadAllText(FirstFreePort), CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return UsualFirstFreePort;
        }
    }
}
