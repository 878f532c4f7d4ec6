using System.Globalization;
using FlowSensor.Engine.Csv;
using Spectre.Console;

namespace FlowSensor.Commands.Printing;

/// <summary>Prints tables: as wide as the terminal, or as wide as they need to be where there is none.</summary>
internal static class TableOutput
{
    private const int WidthWithoutTerminal = 200;

    /// <summary>Prints one table.</summary>
    /// <param name="title">Line above it.</param>
    /// <param name="columns">Headings; a leading <c>&gt;</c> sets the column to the right.</param>
    /// <param name="rows">Cells.</param>
    public static void Write(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        Table table = new() { Border = Console.IsOutputRedirected ? TableBorder.None : TableBorder.Simple, ShowHeaders = true };
        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            TableColumn heading = new(new Text(right ? column[1..] : column)) { NoWrap = right, Alignment = right ? Justify.Right : Justify.Left };
            table.AddColumn(heading);
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        console.WriteLine(title);
        console.Write(table);
        console.WriteLine();
    }

    /// <summary>Prints comma separated values; text that needs it is quoted.</summary>
    public static void WriteCsv(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows)
    {
        Console.Out.WriteLine(string.Join(',', names));
        foreach (IReadOnlyList<string> row in rows)
        {
            Console.Out.WriteLine(string.Join(',', row.Select(CsvText.Quoted)));
        }
    }

    /// <summary>A whole number with separators of thousands.</summary>
    public static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A whole number with separators of thousands.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number as programs read it.</summary>
    public static string Plain(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A part of a whole in percent.</summary>
    /// <param name="ratio">0 to 1.</param>
    /// <param name="digits">Digits behind the point.</param>
    public static string Percent(double ratio, int digits) =>
        (ratio * 100).ToString(digits == 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number of octets with a unit of 1000.</summary>
    public static string Octets(ulong value)
    {
        double scaled = value;
        int unit = 0;
        while (scaled >= 1000 && unit < 5)
        {
            scaled /= 1000;
            unit++;
        }

        return unit == 0 ? $"{value} B" : string.Create(CultureInfo.InvariantCulture, $"{scaled:0.00} {"kMGTP"[unit - 1]}B");
    }

    /// <summary>A moment to read, in a time zone.</summary>
    public static string Time(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString(zone.BaseUtcOffset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
}
