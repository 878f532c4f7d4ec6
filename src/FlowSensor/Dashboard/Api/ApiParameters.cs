using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Dashboard.Api;

/// <summary>The parameters that several endpoints share.</summary>
internal static class ApiParameters
{
    private const string TimeForms = "RFC 3339, a date or time in the sensor's time zone, today, yesterday, or back from now such as -1h";

    /// <summary>Start of the time asked about.</summary>
    public static ApiParameter From { get; } = new("from", ParameterKind.Time, $"Start: {TimeForms}.");

    /// <summary>Its end.</summary>
    public static ApiParameter To { get; } = new("to", ParameterKind.Time, "End, exclusive, written as from; without it up to the newest data.");

    /// <summary>One service.</summary>
    public static ApiParameter Service { get; } = new("service", ParameterKind.Text, "Only this service, such as smtp, dns, www or all.");

    /// <summary>One side.</summary>
    public static ApiParameter Direction { get; } = new("direction", ParameterKind.Text, "Only this side of the service.") { Allowed = ["request", "response", "any"] };

    /// <summary>Points of curves.</summary>
    public static ApiParameter Points { get; } = new("points", ParameterKind.Number, "Most points of a curve; each keeps the least and the most of its step.")
    {
        Default = "300",
        Least = 1,
        Most = 5_000,
    };

    /// <summary>What curves show.</summary>
    public static ApiParameter Measure { get; } = new("measure", ParameterKind.Text, "What is shown, a second; sources: different ones in a window.")
    {
        Allowed = [.. Enum.GetNames<TrafficMeasure>().Select(SnakeCase.Of)],
        Default = "octets",
    };

    /// <summary>How many of each.</summary>
    public static ApiParameter Top { get; } = new("top", ParameterKind.Number, "How many of each service and direction; 0 for all.") { Default = "20", Most = 1_000_000 };

    /// <summary>Rows of a page.</summary>
    public static ApiParameter Limit { get; } = new("limit", ParameterKind.Number, "Rows of a page; the Link header names the next. 0 for all.") { Default = "100", Most = 100_000 };

    /// <summary>Rows before a page.</summary>
    public static ApiParameter Offset { get; } = new("offset", ParameterKind.Number, "Rows before the page.") { Default = "0", Most = 10_000_000 };

    /// <summary>JSON or CSV.</summary>
    public static ApiParameter Format { get; } = new("format", ParameterKind.Text, "Form of the answer; without it as the Accept header says.") { Allowed = ["json", "csv"] };

    /// <summary>An address in the path.</summary>
    public static ApiParameter AddressInPath { get; } = new("address", ParameterKind.Address, "IPv4 or IPv6 address.") { Place = ParameterPlace.Path, IsRequired = true };

    /// <summary>An incident in the path.</summary>
    public static ApiParameter IncidentInPath { get; } = new("id", ParameterKind.Text, "Identifier of the incident.") { Place = ParameterPlace.Path, IsRequired = true };

    /// <summary>Why something is decided.</summary>
    public static ApiParameter Reason { get; } = new("reason", ParameterKind.Text, "Why.") { Place = ParameterPlace.Body, Default = "", MostCharacters = 1_000 };

    /// <summary>For how long something is decided.</summary>
    /// <param name="byDefault">What stands for it.</param>
    public static ApiParameter For(string byDefault) => new("for", ParameterKind.Duration, "For how long, such as 12h or 30d.") { Place = ParameterPlace.Body, Default = byDefault };

    /// <summary>The words of a measure.</summary>
    public static TrafficMeasure MeasureOf(string name) => Enum.GetValues<TrafficMeasure>().First(measure => SnakeCase.Of(measure.ToString()) == name);

    /// <summary>The words of an order.</summary>
    public static SourceOrder OrderOf(string name) => Enum.GetValues<SourceOrder>().First(order => SnakeCase.Of(order.ToString()) == name);

    /// <summary>The longest time a decision may hold.</summary>
    public static TimeSpan LongestDecision { get; } = TimeSpan.FromDays(3_660);

    /// <summary>Most characters of a note.</summary>
    public static int LongestNote => IncidentNotesQuery.LongestText;
}
