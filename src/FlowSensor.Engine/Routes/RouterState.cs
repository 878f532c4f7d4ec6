using System.Globalization;
using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Engine.Routes;

/// <summary>
/// Keeps a router's last good table. A failed reading changes nothing but the failure; a table that shrank by more than the
/// allowed share is held back until it came several times in a row. One thread applies, any thread reads.
/// </summary>
public sealed class RouterState(string router, double shrinkShare, int confirmations)
{
    private RouterView _view = new() { Router = router };

    /// <summary>What is known now.</summary>
    public RouterView View => Volatile.Read(ref _view);

    /// <summary>Takes a reading and returns what is known after it.</summary>
    /// <param name="poll">The reading.</param>
    /// <param name="now">Unix milliseconds.</param>
    public RouterView Apply(RoutePoll poll, long now)
    {
        RouterView view = View;
        RouterView next;
        if (poll.Failure != SnmpFailure.None)
        {
            next = view with { Failure = poll.Failure, Detail = poll.Detail, Requests = poll.Requests };
        }
        else if (poll.Routes.Count < view.Table.Count * (1 - shrinkShare) && view.HeldTimes + 1 < confirmations)
        {
            next = view with
            {
                Failure = SnmpFailure.None,
                HeldRoutes = poll.Routes.Count,
                HeldTimes = view.HeldTimes + 1,
                Requests = poll.Requests,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the table shrank from {view.Table.Count} to {poll.Routes.Count} routes and is held back ({view.HeldTimes + 1} of {confirmations})"),
            };
        }
        else
        {
            next = new RouterView
            {
                Router = router,
                Table = new RouteTable(poll.Routes),
                Previous = view.Table,
                TableName = poll.Table,
                SystemName = poll.SystemName,
                Interfaces = poll.Interfaces,
                ReadAt = now,
                BadRows = poll.BadRows,
                Requests = poll.Requests,
            };
        }

        Volatile.Write(ref _view, next);
        return next;
    }

    /// <summary>Puts back a table that was saved earlier, when nothing newer is known.</summary>
    public void Restore(RoutePoll saved, long readAt)
    {
        if (View.ReadAt == 0 && saved.Failure == SnmpFailure.None)
        {
            Apply(saved, readAt);
        }
    }
}
