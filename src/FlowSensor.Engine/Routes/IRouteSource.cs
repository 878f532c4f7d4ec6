namespace FlowSensor.Engine.Routes;

/// <summary>Where a router's routes come from: SNMP, a file, or flow records.</summary>
public interface IRouteSource
{
    /// <summary>The router's name in lists.</summary>
    string Router { get; }

    /// <summary>Reads the whole table. Failures are in the result, not thrown.</summary>
    Task<RoutePoll> PollAsync(CancellationToken cancellation);
}
