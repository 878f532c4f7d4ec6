using System.Globalization;
using System.IO.Compression;
using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>The configuration of the sensor under the browser, and what is fed to it.</summary>
internal static class DashboardSensorFiles
{
    /// <summary>A day before the captures of the project's lab, which are of 21 November 2026 from 09:19 to 09:32 UTC.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The time that all of it is in, as a query string.</summary>
    public const string Range = "?from=2026-11-20T09:00:00Z&to=2026-11-21T09:40:00Z";

    /// <summary>The generated day alone.</summary>
    public const string DayRange = "?from=2026-11-20T09:00:00Z&to=2026-11-21T09:00:00Z";

    /// <summary>The time of the lab's captures.</summary>
    public const string LabRange = "?from=2026-11-21T09:15:00Z&to=2026-11-21T09:40:00Z";

    /// <summary>The folder that has the sources.</summary>
    public static string Root { get; } = FindRoot();

    // Flow records of each hour, in hundreds: a night, a morning, a working day.
    private static readonly int[] Hundreds = [9, 10, 11, 10, 9, 8, 9, 10, 9, 8, 7, 6, 4, 3, 2, 2, 2, 2, 2, 3, 4, 6, 8, 9];

    /// <summary>Writes configuration, institutions, routes and logs.</summary>
    public static void Write(TemporaryFolder folder, int exports, int web)
    {
        File.WriteAllText(folder.File("flowsensor.yaml"), $$"""
            sensor: {name: edge1, networks: [192.0.2.0/24, 10.0.0.0/8, "2001:db8::/33"], time_zone: Asia/Taipei}
            inputs:
              netflow: {listen: ["127.0.0.1:{{exports}}"]}
              sflow: {listen: []}
              logs: [{path: mail.log, format: postfix, server: 192.0.2.25, time_zone: UTC}]
            traffic: {window: 60s, lateness: 1s}
            contacts: {files: [institutions.yaml]}
            snmp: {routers: [{name: core1, file: core1.csv}, {name: edge2, file: edge2.csv}]}
            dashboard: {listen: "127.0.0.1:{{web}}"}
            """);
        File.WriteAllText(folder.File("institutions.yaml"), """
            institutions:
              - name: Sample University
                networks: [192.0.2.0/24, "2001:db8::/33"]
                admin: {name: A. Admin, mail: admin@univ.example, phone: +886 1 234}
                abuse: abuse@univ.example
                address: 1 Campus Road
              - name: Institute of <b>Markup</b> & Quotes "
                networks: [10.0.0.0/16]
                technical: {name: "<script>alert(1)</script>", mail: tech@inst.example}
                abuse: abuse@inst.example
              - name: Sample School
                next_hops: [203.0.113.5]
                abuse: abuse@school.example
            """);
        File.WriteAllText(folder.File("core1.csv"), """
            dest,next_hop
            192.0.2.0/24,203.0.113.1
            10.0.0.0/16,203.0.113.2
            140.132.0.0/16,203.0.113.5
            198.51.100.0/24,203.0.113.9

            """);
        File.WriteAllText(folder.File("edge2.csv"), """
            dest,next_hop
            10.1.0.0/16,203.0.113.2
            10.2.0.0/15,203.0.113.6
            203.0.113.0/24,203.0.113.9

            """);
        using (GZipStream packed = new(File.OpenRead(Capture("mail-user-unknown", "mail.log.gz")), CompressionMode.Decompress))
        using (FileStream log = File.Create(folder.File("mail.log")))
        {
            packed.CopyTo(log);
        }

        File.WriteAllText(folder.File("abuse.mbox"), """
            From reporter@example.org Sat Nov 21 10:00:00 2026
            From: "<img src=x onerror=alert(3)>" <reporter@example.org>
            To: abuse@univ.example
            Subject: <script>alert('subject')</script> ping flood from 10.0.0.151
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Message-ID: <1@example.org>

            At 2026-11-21 08:43:30 UTC your host 10.0.0.151 sent us a flood of pings.

            """.Replace("\r", "", StringComparison.Ordinal));
        File.AppendAllLines(folder.File("mail.log"), [
            "Nov 21 09:31:01 mail postfix/smtpd[901]: warning: <script>alert('log')</script> & <img src=x onerror=alert(2)> failed to look like a name",
            "Nov 21 09:31:02 mail postfix/smtpd[901]: NOQUEUE: reject: RCPT from unknown[198.51.100.66]: 550 5.1.1 <x@example.org>: Recipient address rejected: User unknown; helo=<\"><script>alert('helo')</script>>",
        ]);
    }

    /// <summary>The captures to feed, in order of time: a generated day of exports, then what the lab recorded.</summary>
    public static IReadOnlyList<string> Captures(TemporaryFolder folder)
    {
        List<string> captures = [];
        for (int hour = 0; hour < Hundreds.Length; hour++)
        {
            string file = folder.File(string.Create(CultureInfo.InvariantCulture, $"hour-{hour:00}.pcap"));
            using PcapOutput output = new(file, false);
            new ExportStream(
                new GeneratorOptions
                {
                    Format = ExportFormat.V9,
                    Records = Hundreds[hour] * 100,
                    Sources = 400,
                    Exporters = 2,
                    Duration = 3600,
                    Sampling = 10,
                    Seed = (ulong)hour + 7,
                    Start = Begin.AddHours(hour).ToUnixTimeSeconds(),
                    Omit = hour == 14 ? 2 : 0,
                },
                output).Run();
            captures.Add(file);
        }

        return [.. captures, Capture("quickstart", "input.pcap.gz"), Capture("mail-user-unknown", "input.pcap.gz"), Capture("dns-mix", "input.pcap.gz")];
    }

    private static string Capture(string scenario, string file) => Path.Combine(Root, "captures", scenario, file);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "captures")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
