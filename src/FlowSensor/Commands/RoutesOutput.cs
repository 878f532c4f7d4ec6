using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Engine.Routes.Polling;
using Route = FlowSensor.Engine.Routes.Route;

namespace FlowSensor.Commands;

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
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            foreach (RouterView view in views)
            {
                IEnumerable<RouteChange> rows = changes
                    ? RouteDiff.Between(view.Previous, view.Table)
                    : view.Table.All().Select(route => new RouteChange(' ', route));
                foreach (RouteChange row in rows)
                {
                    Write(json, view, row);
                }
            }

            json.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, RouterView view, RouteChange row)
    {
        Route route = row.Route;
        json.WriteStartObject();
        if (row.Sign != ' ')
        {
            json.WriteString("change", row.Sign == '+' ? "added" : "removed");
        }

        json.WriteString("router", view.Router);
        json.WriteString("destination", route.Destination.Address.ToString());
        json.WriteNumber("prefix_length", route.Destination.Length);
        json.WriteString("next_hop", route.NextHop.IsNone ? null : route.NextHop.ToString());
        json.WriteString("interface", view.Interfaces.TryGetValue(route.Interface, out InterfaceName? known) ? known!.Name
            : route.Interface > 0 ? route.Interface.ToString(CultureInfo.InvariantCulture) : null);
        json.WriteString("type", RegionalList.Name(route.Kind));
        json.WriteString("protocol", RegionalList.Name(route.Protocol));
        if (route.AgeSeconds >= 0)
        {
            json.WriteNumber("age_s", route.AgeSeconds);
        }
        else
        {
            json.WriteNull("age_s");
        }

        json.WriteNumber("segments", route.Segments);
        json.WriteEndObject();
    }
}
