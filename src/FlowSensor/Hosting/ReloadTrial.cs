using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Output.Influx;
using FlowSensor.Engine.Output.Spool;
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
    /// <param name="storeWaitsFor">
    /// Gives <see cref="SensorStore.WaitsFor"/> as it is now. As long as a store that stays waits, nothing is tried, since spools that are new would be made in its folder;
    /// it is asked again when all is tried, which may have taken long.
    /// </param>
    public static IReadOnlyList<string> Of(SensorOptions before, SensorOptions after, Func<string?> storeWaitsFor)
    {
        bool staysStore = before.Store.IsAt(after.Store);
        if (staysStore && storeWaitsFor() is string waitsFor)
        {
            return [waitsFor];
        }

        HashSet<(ProtocolType, int)> held = [.. Ports(before).Select(static port => (port.Protocol, port.Address.Port))];
        if (before.Dashboard is { Enabled: true, Listen: IPEndPoint left } && before.Dashboard.Differs(after.Dashboard))
        {
            held.Add((ProtocolType.Tcp, left.Port));
        }

        // A port that is held already is not tried: who else wants it is told here.
        List<string> troubles =
        [
            .. Ports(after).Where(port => held.Contains((port.Protocol, port.Address.Port))).GroupBy(static port => (port.Protocol, port.Address)).Where(static parts => parts.Count() > 1)
                .Select(static parts => Sentence(parts.Key.Protocol, parts.Key.Address, "two parts want it")),
        ];
        List<Socket> bound = [];
        foreach ((ProtocolType protocol, IPEndPoint address, bool takesBoth) in Ports(after).Where(port => !held.Contains((port.Protocol, port.Address.Port))))
        {
            if (Trouble(protocol, address, takesBoth, bound) is string trouble)
            {
                troubles.Add(Sentence(protocol, address, trouble));
            }
        }

        // Until here, so that two parts that want one port are told.
        bound.ForEach(static socket => socket.Dispose());
        if (Trouble(LiveInputs.NewInterfaces(before.Inputs, after.Inputs)) is string interfaces)
        {
            troubles.Add(interfaces);
        }

        // Opening it may bring it up to date: only where nothing else stands in the way.
        if (troubles.Count == 0 && !staysStore && Trouble(after.Store) is string store)
        {
            troubles.Add(store);
        }

        // Spools of a new store lie in its folder.
        if (troubles.Count == 0)
        {
            troubles.AddRange(SpoolFolders(after).Except(SpoolFolders(before)).Select(SpoolTrial.TroubleOf).OfType<string>());
        }

        if (staysStore && storeWaitsFor() is string waitsNow)
        {
            troubles.Add(waitsNow);
        }

        return [.. troubles.Distinct()];
    }

    private static string Sentence(ProtocolType protocol, IPEndPoint address, string trouble) =>
        $"{protocol.ToString().ToLowerInvariant()}://{address} cannot be listened on: {trouble}";

    private static IEnumerable<(ProtocolType Protocol, IPEndPoint Address, bool TakesBoth)> Ports(SensorOptions options)
    {
        IPEndPoint[] exports = [.. options.Inputs.Netflow.Listen, .. options.Inputs.Sflow.Listen];
        SyslogInputOptions syslog = options.Inputs.Syslog;
        IEnumerable<IPEndPoint> datagrams = syslog.Listen.Where(static one => one.Transport == Transport.Udp).Select(static one => one.Address);
        IEnumerable<IPEndPoint?> streams =
            [.. syslog.Listen.Where(static one => one.Transport != Transport.Udp).Select(static one => one.Address), .. syslog.TlsListen, options.Contacts.Rwhois.Listen, options.Contacts.Whois.Listen];
        return [
            .. exports.Select(address => (ProtocolType.Udp, address, DatagramReceiver.TakesBoth(address, exports))),
            .. datagrams.Select(static address => (ProtocolType.Udp, address, false)),
            .. streams.OfType<IPEndPoint>().Select(static address => (ProtocolType.Tcp, address, false)),
        ];
    }

    private static string? Trouble(ProtocolType protocol, IPEndPoint address, bool takesBoth, List<Socket> bound)
    {
        // Without IPv6 the inputs take the other half of what is meant for both.
        IPEndPoint tried = takesBoth && !Socket.OSSupportsIPv6 ? new IPEndPoint(IPAddress.Any, address.Port) : address;
        try
        {
            Socket socket = new(tried.AddressFamily, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
            bound.Add(socket);
            if (takesBoth && tried.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(tried);
            if (protocol == ProtocolType.Tcp)
            {
                // Two that only are bound can share a port.
                socket.Listen(1);
            }

            return null;
        }
        catch (SocketException failure)
        {
            return failure.Message.TrimEnd('.').ToLowerInvariant();
        }
    }

    private static IEnumerable<string> SpoolFolders(SensorOptions options)
    {
        OutputOptions outputs = options.Outputs;
        IEnumerable<string?> names = [outputs.Influxdb.Url is null ? null : InfluxOutput.Name, outputs.Clickhouse.Url is null ? null : ClickHouseOutput.Name];
        return names.OfType<string>().Select(name => Path.GetFullPath(outputs.Spool.FolderOf(options.Store.Path, name)));
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
