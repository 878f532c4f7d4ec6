using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>Mail servers and DNS.</summary>
internal static class MailEndpoints
{
    private static readonly ApiParameter Day = new("day", ParameterKind.Date, "One local day with its samples, instead of days of a time.");

    private static readonly ApiParameter Server = new("server", ParameterKind.Address, "Only this server; with day.");

    private static readonly ApiParameter Part = new("part", ParameterKind.Text, "What is counted: messages, queries by type, or responses by code.")
    {
        Allowed = ["dns", "dns_type", "dns_rcode"],
        Default = "dns",
    };

    private static readonly ApiParameter Clients = ApiParameters.Top with { Name = "clients", Description = "How many clients.", Least = 1, Most = 1_000 };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/mailservers", "Mail servers by day, as 'flowsensor mailservers' prints them; with day, its ten-minute samples and top clients.", ServersAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Day, Server],
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListMailServerDay,
        },
        new("GET", "/dns", "DNS messages seen in packets: sums, types, response codes, the share of NXDOMAIN, and the clients with most flows.", DnsAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Clients],
            Answer = ApiJson.Default.DnsSummary,
        },
        new("GET", "/dns/rates", "Curves of DNS messages a second.", RatesAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Part, ApiParameters.Points],
            HasCsv = true,
            Answer = ApiJson.Default.CurvesReport,
        },
    ];

    private static async Task<ApiAnswer> ServersAsync(ApiRequest request)
    {
        DateOnly? day = request.Find<DateOnly>(Day);
        IpAddress? server = request.Find<IpAddress>(Server);
        if (server is not null && day is null)
        {
            throw new ParameterProblems(Server.Name, "goes with day; add the day.");
        }

        MailServersReport report = day is DateOnly asked
            ? await request.Answers.Mail.DayAsync(asked, server, request.Cancellation).ConfigureAwait(false)
            : await request.Answers.Mail.DaysAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Written(stream => report.WriteJson(stream, day is not null)) with
        {
            CsvNames = MailServersReport.CsvNames,
            CsvRows = report.CsvRows,

            // Days, as midnights of UTC whatever the sensor's zone is.
            From = new DateTimeOffset(report.First.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            To = new DateTimeOffset(report.Last.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        };
    }

    private static async Task<ApiAnswer> DnsAsync(ApiRequest request) => ApiAnswer.Of(
        await request.Answers.Dns.SummaryAsync(request.Range, request.Number(Clients), request.Cancellation).ConfigureAwait(false), ApiJson.Default.DnsSummary);

    private static async Task<ApiAnswer> RatesAsync(ApiRequest request) => TrafficEndpoints.Curves(await request.Answers.Dns.CurvesAsync(
        request.Range, request.Text(Part), request.Number(ApiParameters.Points), request.Cancellation).ConfigureAwait(false));
}
