using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Doctor;

/// <summary>Asks each router for its table, as the poller does.</summary>
internal static class RouterCheck
{
    /// <summary>Asks them.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(SensorOptions options, CancellationToken stop)
    {
        if (options.Snmp.Routers.Count == 0)
        {
            return [];
        }

        IReadOnlyList<RouterView> views = await RoutesReading.ReadAsync(options.Snmp, RouteSnapshots.Of(options.Store.Path, options.Snmp), ask: true, keep: false, stop).ConfigureAwait(false);
        return [.. views.Select(Judge)];
    }

    private static Finding Judge(RouterView view)
    {
        string part = $"router {view.Router}";
        return view.Failure switch
        {
            SnmpFailure.None when view.Table.Count == 0 => Finding.Hint(part, "answers, but has no routes that may be read", "let the SNMP view include 1.3.6.1.2.1.4 (ip), or name another router"),
            SnmpFailure.None => Finding.Good(part, $"{view.Table.Count:N0} routes from {view.TableName}"),
            SnmpFailure.Timeout or SnmpFailure.Unreachable => Finding.Fault(
                part, view.Detail, "see that SNMP is on, that the community or user is right (a wrong community is answered by silence), and that UDP 161 is open from here"),
            _ => Finding.Fault(part, view.Detail, "correct snmp.routers; 'flowsensor routes' shows the same question in full"),
        };
    }
}
