using System.Diagnostics;
using System.Globalization;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Logs;

/// <summary>Real senders of syslog: util-linux logger, rsyslog, and openssl for TLS.</summary>
public sealed class SyslogPeerTests
{
    [PeerFact("logger")]
    public void Run_Logger_EveryFormAndTransport_IsCounted()
    {
        int udp = LoopbackPort.FreeUdp();
        int tcp = LoopbackPort.FreeTcp();
        using LogSensor sensor = new($"syslog: {{listen: [\"udp://127.0.0.1:{udp}\", \"tcp://127.0.0.1:{tcp}\"]}}");
        sensor.Start();
        int sent = 0;
        foreach (string[] form in (string[][])[["--rfc3164"], ["--rfc5424"], ["--rfc5424", "--octet-count"], ["--rfc3164", "--octet-count"]])
        {
            foreach (string transport in form.Length == 1 ? (string[])["--udp", "--tcp"] : ["--tcp"])
            {
                string port = (transport == "--udp" ? udp : tcp).ToString(CultureInfo.InvariantCulture);
                PeerProcess.Run("logger", ["--server", "127.0.0.1", "--port", port, transport, .. form, "--tag", $"form{sent}", "sample line of a real sender"]);
                sent++;
            }
        }

        PeerProcess.Run("logger", "--server", "127.0.0.1", "--port", udp.ToString(CultureInfo.InvariantCulture), "--udp", "--tag", "sendmail", "rejecting connections on daemon MTA: load average: 14");
        sensor.WaitUntil(() => sensor.StoredLines() == sent + 1);
        Assert.Contains($"Syslog: {sent + 1} messages, queue_full 0", sensor.Stop(), StringComparison.Ordinal);

        Assert.Equal(
            Enumerable.Range(0, sent).Select(static form => $"form{form} sample line of a real sender 1").Append("sendmail rejecting connections on daemon MTA: load average: 14 1"),
            sensor.Types().Select(static type => $"{type.Program} {type.Sample} {type.Count}").Order(StringComparer.Ordinal));
        LogFinding finding = Assert.Single(sensor.Findings());
        Assert.Equal((LogFindingKind.LoadShedding, "sendmail"), (finding.Kind, finding.Program));
    }

    [PeerFact("rsyslogd")]
    public void Run_Rsyslog_ForwardsAFile_EveryLineIsCountedOnce()
    {
        const int Lines = 20_000;
        int tcp = LoopbackPort.FreeTcp();
        using LogSensor sensor = new($"syslog: {{listen: [\"tcp://127.0.0.1:{tcp}\"]}}");
        File.WriteAllLines(sensor.PathOf("source.log"), Enumerable.Range(0, Lines).Select(static number => LogSensor.Line(number)[16..]));
        File.WriteAllText(sensor.PathOf("rsyslog.conf"), $$"""
            global(workDirectory="{{sensor.Folder}}")
            module(load="imfile")
            input(type="imfile" File="{{sensor.PathOf("source.log")}}" Tag="orchard:")
            action(type="omfwd" Target="127.0.0.1" Port="{{tcp}}" Protocol="tcp" TCP_Framing="octet-counted" Template="RSYSLOG_SyslogProtocol23Format")

            """);
        sensor.Start();
        using (PeerProcess rsyslog = PeerProcess.Start("rsyslogd", "-n", "-f", sensor.PathOf("rsyslog.conf"), "-i", sensor.PathOf("rsyslog.pid")))
        {
            sensor.WaitUntil(() => sensor.StoredLines() >= Lines);
            rsyslog.Stop();
        }

        string said = sensor.Stop();
        Assert.Contains("queue_full 0", said, StringComparison.Ordinal);
        Assert.Equal(Lines, sensor.Types().Where(static type => type.Program == "orchard").Sum(static type => type.Count));
    }

    [PeerFact("openssl")]
    public void Run_OpensslClient_TlsWithOwnCertificate_IsCounted()
    {
        int port = LoopbackPort.FreeTcp();
        using LogSensor sensor = new($"syslog: {{tls_listen: [\"127.0.0.1:{port}\"], certificate_file: cert.pem, key_file: key.pem}}");
        PeerProcess.Run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=sensor.example.org",
            "-keyout", sensor.PathOf("key.pem"), "-out", sensor.PathOf("cert.pem"));
        sensor.Start();
        ProcessStartInfo start = new(PeerCatalog.Find("openssl")!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["s_client", "-quiet", "-verify_return_error", "-CAfile", sensor.PathOf("cert.pem"), "-verify_hostname", "sensor.example.org", "-connect", $"127.0.0.1:{port}"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process client = Process.Start(start)!;
        try
        {
            for (int number = 0; number < 50; number++)
            {
                string message = $"<22>1 2026-11-26T10:00:{number:00}Z mx.example.org relay {number} - - sample line over a secure way";
                client.StandardInput.Write($"{message.Length} {message}");
            }

            client.StandardInput.Flush();
            sensor.WaitUntil(() => sensor.StoredLines() == 50);
        }
        finally
        {
            client.Kill();
        }

        Assert.Contains("tls_failed 0", sensor.Stop(), StringComparison.Ordinal);
        StoredMessageType type = Assert.Single(sensor.Types());
        Assert.Equal(("relay", "mx.example.org", 50L), (type.Program, type.Host, type.Count));
    }

    [Fact]
    public void Check_SyslogWithoutKey_NamesTheSetting()
    {
        using LogSensor sensor = new("syslog: {tls_listen: [\"127.0.0.1:6514\"]}", "logs: [{path: a.log}, {path: a.log}]");
        Commands.SensorResult result = Commands.Sensor.Run(sensor.Folder, "check");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("TLS needs certificate_file and key_file", result.Error, StringComparison.Ordinal);
        Assert.Contains("a.log is listed twice", result.Error, StringComparison.Ordinal);
    }
}
