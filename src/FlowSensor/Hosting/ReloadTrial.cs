using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Hosting;

/// <summary>
/// Tries what a new configuration would have to open, and lets go of it again, while the old one is at work: once that has ended, what cannot be
/// opened would end the sensor. The dashboard is not tried, since the traffic goes on without it.
/// </summary>
internal static class ReloadTrial
{
    /// <summary>What cannot be had, each as a sentence; none where the configuration can be taken on.</summary>
    /// <param name="before">The configuration in force. A port of its is not tried: the sensor itself may hold it.</param>
    /// <param name="after">The new one.</param>
    public static IEnumerable<string> Of(SensorOptions before, SensorOptions after)
    {
        HashSet<(ProtocolType, int)> held = [.. Ports(before).Select(static port => (port.Protocol, port.Address.Port))];
        foreach ((ProtocolType protocol, IPEndPoint address) in Ports(after).Where(port => !held.Contains((port.Protocol, port.Address.Port))).Distinct())
        {
            if (Trouble(protocol, address) is string trouble)
            {
                yield return $"{protocol.ToString().ToLowerInvariant()}://{address} cannot be listened on: {trouble}";
            }
        }

        if (Trouble(LiveInputs.NewInterfaces(before.Inputs, after.Inputs)) is string interfaces)
        {
            yield return interfaces;
        }

        if (before.Store.Path != after.Store.Path && Trouble(after.Store) is string store)
        {
            yield return store;
        }
    }

    private static IEnumerable<(ProtocolType Protocol, IPEndPoint Address)> Ports(SensorOptions options)
    {
        SyslogInputOptions syslog = options.Inputs.Syslog;
        IEnumerable<IPEndPoint> datagrams = options.Inputs.Netflow.Listen.Concat(options.Inputs.Sflow.Listen)
            .Concat(syslog.Listen.Where(static one => one.Transport == Transport.Udp).Select(static one => one.Address));
        IEnumerable<IPEndPoint?> streams =
            [.. syslog.Listen.Where(static one => one.Transport != Transport.Udp).Select(static one => one.Address), .. syslog.TlsListen, options.Contacts.Rwhois.Listen, options.Contacts.Whois.Listen];
        return datagrams.Select(static address => (ProtocolType.Udp, address)).Concat(streams.OfType<IPEndPoint>().Select(static address => (ProtocolType.Tcp, address)));
    }

    private static string? Trouble(ProtocolType protocol, IPEndPoint address)
    {
        try
        {
            using Socket socket = new(address.AddressFamily, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
            socket.Bind(address);
            return null;
        }
        catch (SocketException failure)
        {
            // Without IPv6 the inputs take what is meant for both.
            return failure.SocketErrorCode == SocketError.AddressFamilyNotSupported ? null : failure.Message.TrimEnd('.').ToLowerInvariant();
        }
    }

    private static string? Trouble(IReadOnlyList<CaptureInputOptions> interfaces)
    {
        try
        {
            using PacketReceiver? opened = interfaces.Count == 0 ? null : PacketReceiver.Open(interfaces);
            return null;
        }
        catch (CaptureException failure)
        {
            return failure.Message;
        }
    }

    private static string? Trouble(StoreOptions options)
    {
        try
        {
            using SensorStore store = SensorStore.Open(options);
            return null;
        }
        catch (StoreException failure)
        {
            return failure.Message;
        }
    }
}
