using System.Diagnostics.Metrics;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Engine.Routes;

/// <summary>Instruments of the reading of routers; tags are the configured routers and the failures.</summary>
public sealed class RoutesMetrics
{
    private readonly Counter<long> _polls;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _octets;
    private readonly Histogram<double> _duration;
    private readonly Gauge<int> _routes;

    /// <summary>Makes the instruments.</summary>
    public RoutesMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("FlowSensor.Routes");
        _polls = meter.CreateCounter<long>("flowsensor.routes.polls", "{poll}", "Readings of route tables by outcome.");
        _requests = meter.CreateCounter<long>("flowsensor.routes.requests", "{datagram}", "SNMP datagrams sent.");
        _octets = meter.CreateCounter<long>("flowsensor.routes.received", "By", "SNMP octets received.");
        _duration = meter.CreateHistogram<double>("flowsensor.routes.poll_duration", "s", "Time a reading takes.");
        _routes = meter.CreateGauge<int>("flowsensor.routes.routes", "{route}", "Routes in the table in use.");
    }

    internal void Polled(RouterView view, RoutePoll poll, TimeSpan elapsed)
    {
        var router = new KeyValuePair<string, object?>("router", view.Router);
        string outcome = poll.Failure != SnmpFailure.None ? poll.Failure.ToString() : view.HeldRoutes >= 0 ? "Held" : "Ok";
        _polls.Add(1, router, new KeyValuePair<string, object?>("outcome", outcome));
        _requests.Add(poll.Requests, router);
        _octets.Add(poll.Octets, router);
        _duration.Record(elapsed.TotalSeconds, router);
        _routes.Record(view.Table.Count, router);
    }
}
