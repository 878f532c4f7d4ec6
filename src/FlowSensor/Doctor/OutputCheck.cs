using FlowSensor.Engine.Configuration;

namespace FlowSensor.Doctor;

/// <summary>The databases that results are sent to, and what waits for them on disk.</summary>
internal static class OutputCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks them for a sign of life.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(SensorOptions options, CancellationToken stop)
    {
        List<Finding> findings = [];
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        foreach ((string name, Uri? url) in (IEnumerable<(string, Uri?)>)[("influxdb", options.Outputs.Influxdb.Url), ("clickhouse", options.Outputs.Clickhouse.Url)])
        {
            if (url is not null)
            {
                findings.Add(await AskAsync(client, name, url, stop).ConfigureAwait(false));
                if (Waiting(options, name) is Finding waiting)
                {
                    findings.Add(waiting);
                }
            }
        }

        return findings;
    }

    private static async Task<Finding> AskAsync(HttpClient client, string name, Uri url, CancellationToken stop)
    {
        string part = $"output {name}";
        try
        {
            // Both answer /ping without a user.
            using HttpResponseMessage answer = await client.GetAsync(new Uri(url, "/ping"), stop).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? Finding.Good(part, $"{url.Authority} answers")
                : Finding.Fault(part, $"{url.Authority} answers {(int)answer.StatusCode} to /ping", $"see whether outputs.{name}.url is the database and not something before it");
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            string why = failure is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:N0} s" : (failure.InnerException ?? failure).Message.TrimEnd('.');
            return Finding.Fault(part, $"{url.Authority} cannot be reached: {why}", $"start it, or correct outputs.{name}.url; results wait in the spool meanwhile");
        }
    }

    private static Finding? Waiting(SensorOptions options, string name)
    {
        string folder = options.Outputs.Spool.FolderOf(options.Store.Path, name);
        long octets = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Sum(static file => new FileInfo(file).Length) : 0;
        long most = options.Outputs.Spool.Max.Octets;
        return octets > most / 2
            ? Finding.Fault($"spool {name}", $"{octets >> 20:N0} MiB of {most >> 20:N0} MiB wait on disk; beyond that the oldest are given up", "bring the database back, or raise outputs.spool.max")
            : null;
    }
}
