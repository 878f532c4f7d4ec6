using System.Globalization;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Engine.Routes.Sources;

namespace FlowSensor.Engine.Routes;

/// <summary>
/// Keeps each router's last good table as a CSV file in a folder, so that a restart, and the commands, know the last table
/// and its age. A file is written beside and then renamed, so that a crash leaves the old one.
/// </summary>
public sealed class RouteSnapshots(string folder, int maximumRoutes)
{
    private const string ReadPrefix = "# read";

    /// <summary>The saved tables beside a store.</summary>
    /// <param name="store">Folder of the store.</param>
    /// <param name="options">The routers.</param>
    public static RouteSnapshots Of(string store, SnmpOptions options) => new(Path.Combine(store, "routes"), options.MaxRoutes);

    /// <summary>The tables of all routers as they were saved; empty where none was.</summary>
    public RouterTables RestoreAll(SnmpOptions options)
    {
        RouterTables tables = RouteSources.MakeTables(options);
        foreach (RouterState state in tables.States)
        {
            TryRestore(state);
        }

        return tables;
    }

    /// <summary>Writes a router's table.</summary>
    public void Save(RouterView view)
    {
        Directory.CreateDirectory(folder);
        string file = FileOf(view.Router);
        using (var output = new StreamWriter(file + ".new"))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ReadPrefix}\t{view.ReadAt}\t{view.TableName}\t{view.SystemName}"));
            output.WriteLine(RegionalList.CsvHeader);
            RegionalList.WriteCsv(output, view, view.Table.All());
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Reads a router's saved table into its state; false when there is none or it cannot be read.</summary>
    public bool TryRestore(RouterState state)
    {
        string router = state.View.Router;
        try
        {
            using var input = new StreamReader(FileOf(router));
            string[] first = input.ReadLine()?.Split('\t') ?? [];
            if (first.Length < 4
                || first[0] != ReadPrefix
                || !long.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out long readAt))
            {
                return false;
            }

            RoutePoll poll = new CsvRouteSource(router, FileOf(router), maximumRoutes).Read(input);
            state.Restore(poll with { Table = first[2], SystemName = first[3] }, readAt);
            return poll.Failure == Polling.SnmpFailure.None;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string FileOf(string router) =>
        Path.Combine(folder, string.Concat(router.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' ? c : '_')) + ".csv");
}
