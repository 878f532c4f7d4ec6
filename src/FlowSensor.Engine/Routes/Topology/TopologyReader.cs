using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Topology;

/// <summary>Reads a router's table and its own addresses over SNMP.</summary>
public sealed class TopologyReader(SnmpOptions options, TimeProvider time)
{
    // ipAdEntIfIndex (RFC 1213 6), indexed by ipAdEntAddr.
    private static readonly ObjectIdentifier OwnAddresses = ObjectIdentifier.Parse("1.3.6.1.2.1.4.20.1.2");

    /// <summary>Reads one router. Failures are in the result.</summary>
    public async Task<TopologyReading> ReadAsync(SnmpTarget target, CancellationToken cancellation)
    {
        var limits = new WalkLimits { MaximumRows = options.MaxRoutes, Deadline = options.WalkDeadline };
        var source = new SnmpRouteSource(target.EndPoint.ToString(), target, "auto", limits, time);
        RoutePoll poll = await source.PollAsync(cancellation).ConfigureAwait(false);
        var addresses = new AddressRows();
        if (poll.Failure == SnmpFailure.None)
        {
            using var client = new SnmpClient(target, time);
            await new TableWalk(client, limits, time).RunAsync([OwnAddresses], addresses, cancellation).ConfigureAwait(false);
        }

        return new TopologyReading(poll, addresses.Addresses);
    }

    private sealed class AddressRows : IWalkSink
    {
        private const int Most = 10_000;

        internal List<IpAddress> Addresses { get; } = [];

        public void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells)
        {
            if (index.Length == 4 && Addresses.Count < Most && !index.ContainsAnyExceptInRange(0u, 255u))
            {
                Addresses.Add(IpAddress.FromIPv4((index[0] << 24) | (index[1] << 16) | (index[2] << 8) | index[3]));
            }
        }
    }
}
