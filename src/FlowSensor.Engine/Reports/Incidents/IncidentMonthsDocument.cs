using System.Globalization;
using System.Text.Json;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>Hosts by kind and month as JSON and as rows of a table.</summary>
public static class IncidentMonthsDocument
{
    /// <summary>Name of a month: <c>2026-01</c>.</summary>
    public static string NameOf(IncidentMonth month)
    {
        ArgumentNullException.ThrowIfNull(month);
        return month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    /// <summary>Rows of comma separated values, under <see cref="ReportColumns.Months"/>.</summary>
    public static IEnumerable<IReadOnlyList<string>> CsvRows(IEnumerable<IncidentMonth> months) =>
        months.SelectMany(static month => month.Hosts.OrderBy(static kind => kind.Key, StringComparer.Ordinal)
            .Append(new("all", month.All)).Append(new("complained", month.Complained)).Append(new("complained_found", month.Found))
            .Select(kind => (IReadOnlyList<string>)[NameOf(month), kind.Key, kind.Value.ToString(CultureInfo.InvariantCulture)]));

    /// <summary>One array, an object a month.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="months">The months.</param>
    public static void WriteJson(Stream destination, IEnumerable<IncidentMonth> months)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(months);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (IncidentMonth month in months)
            {
                json.WriteStartObject();
                json.WriteString("month", NameOf(month));
                json.WriteStartObject("hosts");
                foreach ((string kind, int hosts) in month.Hosts.OrderBy(static kind => kind.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(kind, hosts);
                }

                json.WriteEndObject();
                json.WriteNumber("all", month.All);
                json.WriteNumber("complained", month.Complained);
                json.WriteNumber("found", month.Found);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        destination.WriteByte((byte)'\n');
    }
}
