using System.Globalization;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Commands.Routes;

/// <summary>Prints routers' tables in the forms of <c>flowsensor routes</c>.</summary>
internal static class RoutesOutput
{
    /// <summary>Prints the tables, or what changed in them; failures go to stderr.</summary>
    /// <returns>The exit status: failed when a router has no answer.</returns>
    public static int Print(IReadOnlyList<RouterView> views, OutputForm form, bool changes)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        switch (form)
        {
            case OutputForm.Json:
                WriteJson(views, changes);
                break;
            case OutputForm.Csv:
                Console.Out.WriteLine(changes ? $"change,{RegionalList.CsvHeader}" : RegionalList.CsvHeader);
                foreach (RouterView view in views)
                {
                    WriteCsv(view, changes);
                }

                break;
            default:
                foreach (RouterView view in views)
                {
                    WriteText(view, changes, now);
                }

                break;
        }

        int status = ExitCode.Done;
        foreach (RouterView view in views.Where(view => view.Detail.Length > 0))
        {
            string kept = view.ReadAt > 0
                ? string.Create(CultureInfo.InvariantCulture, $"; the last table of {view.Table.Count} routes, {view.AgeSeconds(now)} s old, is shown")
                : "";
            status = CommandLine.Fail($"{view.Router}: {view.Detail}{kept}.", view.Failure == SnmpFailure.None ? status : ExitCode.Failed);
        }

        return status;
    }

    /// <summary>Prints what a running sensor knows.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="form">The form.</param>
    /// <param name="routers">Names of the routers; empty for all.</param>
    public static int PrintRemote(RemoteSensor sensor, OutputForm form, IReadOnlyList<string> routers)
    {
        (string, string?)[] query = [("limit", "0"), ("router", routers.Count == 0 ? null : string.Join(',', routers))];
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, "routes", query);
            return ExitCode.Done;
        }

        foreach (IGrouping<string, RouteRow> rows in sensor.Ask("routes", query).Read(DirectoryJson.Default.IReadOnlyListRouteRow).GroupBy(static row => row.Router))
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Key}: {rows.Count()} routes"));
            RegionalList.WriteText(Console.Out, rows.Select(static row => row.ToRoute()));
        }

        return ExitCode.Done;
    }

    private static void WriteText(RouterView view, bool changes, long now)
    {
        if (view.ReadAt == 0)
        {
            Console.Out.WriteLine($"{view.Router}: no table");
            return;
        }

        string name = view.SystemName.Length > 0 ? $" ({view.SystemName})" : "";
        string bad = view.BadRows > 0 ? string.Create(CultureInfo.InvariantCulture, $", {view.BadRows} unreadable rows left out") : "";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Router}{name}: {view.Table.Count} routes from {view.TableName}, {view.AgeSeconds(now)} s old, {view.Requests} requests{bad}"));
        if (!changes)
        {
            RegionalList.WriteText(Console.Out, view.Table.All());
        }
        else if (RouteDiff.Between(view.Previous, view.Table) is { Count: > 0 } found)
        {
            RegionalList.WriteChanges(Console.Out, found);
        }
        else
        {
            Console.Out.WriteLine("No changes.");
        }
    }

    private static void WriteCsv(RouterView view, bool changes)
    {
        if (!changes)
        {
            RegionalList.WriteCsv(Console.Out, view, view.Table.All());
            return;
        }

        foreach (RouteChange change in RouteDiff.Between(view.Previous, view.Table))
        {
            Console.Out.Write($"{change.Sign},");
            RegionalList.WriteCsv(Console.Out, view, [change.Route]);
        }
    }

    private static void WriteJson(IReadOnlyList<RouterView> views, bool changes)
    {
        IReadOnlyList<RouteRow> rows = [.. views.SelectMany(view => changes
            ? RouteDiff.Between(view.Previous, view.Table).Select(change => RouteRow.Of(view, change.Route) with { Change = change.Sign == '+' ? "added" : "removed" })
            : view.Table.All().Select(route => RouteRow.Of(view, route)))];
        JsonOutput.Write(rows, DirectoryJson.Default.IReadOnlyListRouteRow);
    }
}
