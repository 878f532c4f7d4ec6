using System.Collections;
using System.Net;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows.Encoding;

namespace FlowSensor.Engine.Tests.Configuration;

public class ConfigurationLoaderTests
{
    [Fact]
    public void Read_NothingSet_GivesDefaults()
    {
        ConfigurationResult result = Read("");

        Assert.Empty(result.Problems);
        Assert.Equal([2055, 4739, 9995], result.Options.Inputs.Netflow.Listen.Select(endpoint => endpoint.Port));
        Assert.Equal(6343, Assert.Single(result.Options.Inputs.Sflow.Listen).Port);
        Assert.Equal("./flowsensor-data", result.Options.Store.Path);
        Assert.Equal(TimeSpan.FromDays(90), result.Options.Store.Retention.Windows);
    }

    [Fact]
    public void Read_EverySetting_IsBound()
    {
        ConfigurationResult result = Read("""
            sensor: {name: edge1, networks: [192.0.2.0/24, "2001:db8::/32"], time_zone: UTC}
            inputs:
              netflow:
                listen: ["0.0.0.0:2055", "[::]:4739"]
                allow: [198.51.100.0/24]
                threads: 2
                receive_buffer: 32MiB
                sampling: [{exporter: 198.51.100.1/32, interval: 1000, mode: override}, {exporter: 198.51.100.0/24, interval: 1}]
                max_exporters: 5
                max_templates: 6
                template_timeout: 30m
                pending_bytes: 1GiB
                persist: false
              sflow: {listen: []}
            store: {path: /var/lib/flowsensor, retention: {windows: 30d, hours: 60d}, hour_sources: 20}
            """);

        Assert.Empty(result.Problems);
        SensorOptions options = result.Options;
        Assert.Equal("edge1", options.Sensor.Name);
        Assert.Equal(["192.0.2.0/24", "2001:db8::/32"], options.Sensor.Networks.Select(prefix => prefix.ToString()));
        NetflowInputOptions netflow = options.Inputs.Netflow;
        Assert.Equal([new IPEndPoint(IPAddress.Any, 2055), new IPEndPoint(IPAddress.IPv6Any, 4739)], netflow.Listen);
        Assert.Equal("198.51.100.0/24", Assert.Single(netflow.Allow).ToString());
        Assert.Equal(2, netflow.Threads);
        Assert.Equal(32L << 20, netflow.ReceiveBuffer.Octets);
        Assert.Equal([SamplingMode.Override, SamplingMode.Default], netflow.Sampling.Select(sampling => sampling.Mode));
        Assert.Equal([1000, 1], netflow.Sampling.Select(sampling => sampling.Interval));
        Assert.Equal((5, 6), (netflow.MaxExporters, netflow.MaxTemplates));
        Assert.Equal(TimeSpan.FromMinutes(30), netflow.TemplateTimeout);
        Assert.Equal(1L << 30, netflow.PendingBytes.Octets);
        Assert.False(netflow.Persist);
        Assert.Empty(options.Inputs.Sflow.Listen);
        Assert.Equal(20, options.Store.HourSources);
    }

    [Fact]
    public void Read_SettingsOfPackets_AreBound()
    {
        ConfigurationResult result = Read("""
            sensor: {weekend: [friday, saturday], holidays: [2026-01-01]}
            inputs:
              capture:
              - {interface: eth1, filter: "port 25 or port 53", snap_length: 2000, promiscuous: false, buffer: 64MiB, immediate: true}
              - {interface: eth2}
            metering: {max_flows: 4096, active_timeout: 2m, inactive_timeout: 15s, vlan_in_key: true, drop_duplicates: true, unwrap: [gre, ip_in_ip]}
            mail: {servers: [192.0.2.25], weekday: {efficiency: 0.8, low: 0.6, high: 1.2, queries: 23000}, queries_rise: 2}
            outputs: {ipfix: {collector: "127.0.0.1:4739", protocol: v9, collected: true}}
            """);

        Assert.Empty(result.Problems);
        SensorOptions options = result.Options;
        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Saturday], options.Sensor.Weekend);
        Assert.Equal(new DateOnly(2026, 1, 1), Assert.Single(options.Sensor.Holidays));
        CaptureInputOptions first = options.Inputs.Capture[0];
        Assert.Equal(("eth1", "port 25 or port 53", 2000, false, 64L << 20, true), (first.Interface, first.Filter, first.SnapLength, first.Promiscuous, first.Buffer.Octets, first.Immediate));
        Assert.Equal(("eth2", null, true), (options.Inputs.Capture[1].Interface, options.Inputs.Capture[1].Filter, options.Inputs.Capture[1].Promiscuous));
        Assert.Equal((4096, 120.0, 15.0), (options.Metering.MaxFlows, options.Metering.ActiveTimeout.TotalSeconds, options.Metering.InactiveTimeout.TotalSeconds));
        Assert.Equal([TunnelKind.Gre, TunnelKind.IpInIp], options.Metering.Unwrap);
        Assert.Equal((0.8, 23_000.0, 0.35), (options.Mail.Weekday.Efficiency, options.Mail.Weekday.Queries, options.Mail.Holiday.Efficiency));
        Assert.Equal((ExportProtocol.V9, true, 4739), (options.Outputs.Ipfix.Protocol, options.Outputs.Ipfix.Collected, options.Outputs.Ipfix.Collector!.Port));
    }

    [Theory]
    [InlineData("inputs:\n  capture: [{interface: eth1}, {interface: eth1}]", "inputs.capture[1]: interface eth1 is listed twice")]
    [InlineData("inputs:\n  capture: [{filter: ip}]", "inputs.capture[0].interface: this setting is missing")]
    [InlineData("mail: {weekday: {low: 0.9}}", "mail.weekday.efficiency: low, efficiency and high must be in ascending order")]
    [InlineData("mail: {servers: [192.0.2.25, 192.0.2.25]}", "mail.servers[1]: 192.0.2.25 is listed twice")]
    [InlineData("mail: {queries_rise: 1.0}", "mail.queries_rise: must be over 1 and up to 100")]
    [InlineData("detection: {host_scan: {tried: 7}}", "detection.host_scan.tried: must be from 8 to 1000000")]
    [InlineData("outputs: {ipfix: {protocol: v8}}", "outputs.ipfix.protocol: 'v8' is not one of v5, v9, ipfix")]
    [InlineData("inputs: {netflow: {listen: []}, sflow: {listen: []}}", "inputs: no input listens")]
    public void Read_MistakeInSettingsOfPackets_IsNamed(string yaml, string message) =>
        Assert.Contains(message, Assert.Single(Read(yaml).Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_ManyMistakes_ReportsAllAtOnceWithLines()
    {
        ConfigurationResult result = Read("""
            sensor:
              name: "no spaces here"
              networks: [192.0.2.0/33]
            inputs:
              netflow:
                thread: 2
                receive_buffer: 32
                template_timeout: 60
                listen: "0.0.0.0:2055"
                sampling:
                  - {exporter: 192.0.2.1/32, interval: 0}
                  - {interval: 5, mode: always}
              sflow: [1, 2]
            stoer: {path: x}
            store:
              path: ""
              retention: {windows: 20d, hours: 10d}
            """);

        string[] expected =
        [
            "flowsensor.yaml:2: sensor.name: must be 1 to 63 letters, digits, dots, dashes or underscores, beginning with a letter or digit.",
            "flowsensor.yaml:3: sensor.networks[0]: '192.0.2.0/33' is not a prefix such as 192.0.2.0/24 or 2001:db8::/32.",
            "flowsensor.yaml:6: inputs.netflow.thread: there is no such setting; did you mean threads?.",
            "flowsensor.yaml:7: inputs.netflow.receive_buffer: must be from 64KiB to 1GiB.",
            "flowsensor.yaml:8: inputs.netflow.template_timeout: '60' is not a duration with its unit, such as 500ms, 60s, 15m, 12h or 90d.",
            "flowsensor.yaml:9: inputs.netflow.listen: a list is wanted here; write it as [first, second].",
            "flowsensor.yaml:11: inputs.netflow.sampling[0].interval: must be from 1 to 100000000.",
            "flowsensor.yaml:12: inputs.netflow.sampling[1].mode: 'always' is not one of default, override.",
            "flowsensor.yaml:12: inputs.netflow.sampling[1].exporter: this setting is missing; add it.",
            "flowsensor.yaml:13: inputs.sflow: settings are wanted here, not a single value; write 'sflow:' with its settings below it.",
            "flowsensor.yaml:14: stoer: there is no such setting; did you mean store?.",
            "flowsensor.yaml:16: store.path: must name a folder.",
            "flowsensor.yaml:17: store.retention.hours: hours (10d) are kept for less time than windows (20d).",
        ];
        Assert.Equal(expected.Select(line => line.Replace("?.", "?")), result.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("traffic:\n  mail_window: 600s", 2, "traffic.mail_window: not available in this version; remove it")]
    [InlineData("detection: {rules: [{name: web, service: nosuch, over: 5}]}", 1, "detection.rules[0].service: there is no service 'nosuch'")]
    [InlineData("detection: {rules: [{name: port_scan, service: dns, over: 5}]}", 1, "detection.rules[0].name: there is a rule 'port_scan' already")]
    [InlineData("detection:\n rules:\n - {name: big, service: dns}", 3, "detection.rules[0].over: must be greater than 0 unless the rule is relative")]
    [InlineData("detection: {rules: [{name: p, service: www, over: 5, group_by: pair}]}", 1, "detection.rules[0].group_by: pairs of 'www' are not kept; add it to traffic.pair_services")]
    [InlineData("detection: {smtp_sender: {flows: 100, many_flows: 100}}", 1, "detection.smtp_sender.many_flows: must be greater than flows")]
    [InlineData("detection: {silences: [{rule: nosuch, author: ines}]}", 1, "detection.silences[0].rule: there is no rule 'nosuch'")]
    [InlineData("detection: {ping_storm: {close_after: 0s}}", 1, "detection.ping_storm.close_after: must be over 0s and at most 30d")]
    [InlineData("a: 1\na: 2", 2, "a: this key was already set on line 1; keep one of the two")]
    [InlineData("store: [\npath", 1, "this is not valid YAML from here on; check indentation, quotes and brackets")]
    [InlineData("a:\n \"\\ud800\\u8\"", 1, "this is not valid YAML from here on; check indentation, quotes and brackets")]
    [InlineData("- 1", 1, "sections are wanted at the top level; write for example 'sensor:' with settings below it")]
    [InlineData("store: {path: a}\n---\nstore: {path: b}", 2, "a second document begins here; keep everything in one document")]
    [InlineData("store: 5", 1, "store: settings are wanted here, not a single value; write 'store:' with its settings below it")]
    [InlineData("inputs: {netflow: {deny_by_default: true}, sflow: {listen: []}}", 1, "inputs.netflow.deny_by_default: nobody may send, so inputs.netflow would receive nothing: list the exporters in inputs.netflow.allow")]
    [InlineData("inputs: {netflow: {deny_by_default: true, listen: []}}", 1, "inputs.netflow.deny_by_default: nobody may send, so inputs.sflow would receive nothing: list the exporters in inputs.sflow.allow")]
    [InlineData("inputs: {netflow: {rate_limits: [{exporter: 192.0.2.1, max_records_per_second: 5}, {exporter: 192.0.2.1/32, max_records_per_second: 6}]}}", 1, "inputs.netflow.rate_limits[1]: 192.0.2.1/32 is listed twice")]
    [InlineData("inputs: {netflow: {max_records_per_second: -1}}", 1, "inputs.netflow.max_records_per_second: must be from 0 to 100000000")]
    [InlineData("sensor: {user: \"a b\"}", 1, "sensor.user: must be the name of a user")]
    [InlineData("inputs: {netflow: {listen: []}, sflow: {listen: []}}", 1, "inputs: no input listens, so there would be nothing to do")]
    [InlineData("inputs: {netflow: {listen: [\"0.0.0.0:1\", \"0.0.0.0:1\"]}}", 1, "inputs.netflow.listen[1]: 0.0.0.0:1 is listed twice")]
    [InlineData("inputs:\n netflow: {listen: [\"[::]:1\"]}\n sflow: {listen: [\"[::]:1\"]}", 3, "inputs.sflow.listen[0]: [::]:1 is also in inputs.netflow.listen")]
    [InlineData("inputs: {netflow: {listen: [{a: 1}]}}", 1, "inputs.netflow.listen[0]: a single value is wanted here, an address and port such as 0.0.0.0:2055 or \"[::]:4739\"")]
    public void Read_Mistake_IsNamedWithItsLine(string yaml, int line, string message)
    {
        ConfigurationProblem problem = Assert.Single(Read(yaml).Problems, problem => !problem.Message.StartsWith("there is no such setting", StringComparison.Ordinal));

        Assert.Equal($"flowsensor.yaml:{line}: {message}.", problem.ToString());
    }

    [Fact]
    public void Read_Traffic_IsBoundAndTakesTheNetworks()
    {
        ConfigurationResult result = Read("""
            sensor: {networks: [192.0.2.0/24]}
            traffic: {window: 10s, lateness: 5s, max_sources: 7, bands: [5, 50], services: {web-alt: {protocol: tcp, ports: [8080, 8443]}}, pair_services: [web-alt], rolling_services: []}
            """);

        Assert.Empty(result.Problems);
        Assert.Equal(TimeSpan.FromSeconds(10), result.Options.Traffic.Window);
        Assert.Equal([5, 50], result.Options.Traffic.Bands);
        Assert.Equal([8080, 8443], result.Options.Traffic.Services["web-alt"].Ports);
        Assert.Equal(["web-alt"], result.Options.Traffic.PairServices);
        Assert.Empty(result.Options.Traffic.RollingServices);
        Assert.Equal("192.0.2.0/24", Assert.Single(result.Options.Traffic.Networks).ToString());
    }

    [Theory]
    [InlineData("window: 7s", "traffic.window: must be from 1s to 1h and divide an hour evenly, such as 10s, 60s, 5m or 10m")]
    [InlineData("lateness: 2h", "traffic.lateness: must be from 0s to 1h")]
    [InlineData("max_sources: 0", "traffic.max_sources: must be from 1 to 100000000")]
    [InlineData("bands: [10, 10]", "traffic.bands: must be 1 to 64 numbers, each greater than the one before")]
    [InlineData("networks: [192.0.2.0/24]", "traffic.networks: this is not set here; use sensor.networks")]
    [InlineData("services: {smtp: {ports: [1]}}", "traffic.services.smtp: this service is built in; give yours another name")]
    [InlineData("services: {web+alt: {ports: [1]}}", "traffic.services.web+alt: the name must be 1 to 32 lower-case letters, digits, dashes or underscores")]
    [InlineData("services: {a: {protocol: tpc, ports: [1]}}", "traffic.services.a.protocol: 'tpc' is not tcp, udp, tcp+udp or a protocol number")]
    [InlineData("services: {a: {protocol: tcp}}", "traffic.services.a.ports: at least one port is wanted")]
    [InlineData("services: {a: {protocol: 47, ports: [1]}}", "traffic.services.a.ports: a service by protocol number takes no ports")]
    [InlineData("services: {a: {ports: [70000]}}", "traffic.services.a.ports: a port must be from 1 to 65535")]
    [InlineData("pair_services: [smpt]", "traffic.pair_services: there is no service 'smpt'")]
    public void Read_TrafficMistake_IsNamed(string setting, string message) =>
        Assert.Equal($"flowsensor.yaml:1: {message}.", Assert.Single(Read($"traffic: {{{setting}}}").Problems).ToString());

    [Theory]
    [InlineData("store: {path: [")]
    [InlineData("store:\n\tpath: x")]
    [InlineData("a: *nowhere")]
    [InlineData("store: \"open")]
    public void Read_BrokenYaml_GivesOneProblemWithLine(string yaml)
    {
        ConfigurationProblem problem = Assert.Single(Read(yaml).Problems);

        Assert.StartsWith("this is not valid YAML: ", problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void Read_AnchorAndEmptySection_AreUnderstood()
    {
        ConfigurationResult result = Read("""
            sensor:
            inputs:
              netflow: {allow: &lan [192.0.2.0/24]}
              sflow: {allow: *lan}
            """);

        Assert.Empty(result.Problems);
        Assert.Equal(result.Options.Inputs.Netflow.Allow, result.Options.Inputs.Sflow.Allow);
    }

    [Fact]
    public void Read_Environment_OverridesTheFile()
    {
        Hashtable environment = new()
        {
            ["FLOWSENSOR__SENSOR__NAME"] = "edge2",
            ["FLOWSENSOR__SENSOR__NETWORKS"] = "192.0.2.0/24, 2001:db8::/32",
            ["FLOWSENSOR__INPUTS__NETFLOW__LISTEN__0"] = "127.0.0.1:1",
            ["FLOWSENSOR__INPUTS__NETFLOW__LISTEN__10"] = "127.0.0.1:3",
            ["FLOWSENSOR__INPUTS__NETFLOW__LISTEN__2"] = "127.0.0.1:2",
            ["FLOWSENSOR__INPUTS__NETFLOW__SAMPLING__0__EXPORTER"] = "192.0.2.1",
            ["FLOWSENSOR__INPUTS__NETFLOW__SAMPLING__0__INTERVAL"] = "512",
            ["FLOWSENSOR__STORE__RETENTION__WINDOWS"] = "5d",
            ["FLOWSENSOR_SHARED"] = "not ours",
        };

        ConfigurationResult result = Read("inputs: {netflow: {listen: [\"0.0.0.0:9\", \"0.0.0.0:10\"]}}\nsensor: {name: edge1}", environment);

        Assert.Empty(result.Problems);
        Assert.Equal("edge2", result.Options.Sensor.Name);
        Assert.Equal(2, result.Options.Sensor.Networks.Count);
        Assert.Equal(["127.0.0.1:1", "0.0.0.0:10", "127.0.0.1:2", "127.0.0.1:3"], result.Options.Inputs.Netflow.Listen.Select(endpoint => endpoint.ToString()));
        Assert.Equal((IpPrefix.TryParse("192.0.2.1", out IpPrefix host), 512), (host == result.Options.Inputs.Netflow.Sampling[0].Exporter, result.Options.Inputs.Netflow.Sampling[0].Interval));
        Assert.Equal(TimeSpan.FromDays(5), result.Options.Store.Retention.Windows);
    }

    [Theory]
    [InlineData("FLOWSENSOR__STORE__PTAH", "x", "FLOWSENSOR__STORE__PTAH: store.ptah: there is no such setting; did you mean path?")]
    [InlineData("FLOWSENSOR__STORE__HOUR_SOURCES", "many", "FLOWSENSOR__STORE__HOUR_SOURCES: store.hour_sources: 'many' is not a whole number.")]
    [InlineData("FLOWSENSOR__STORE____PATH", "x", "FLOWSENSOR__STORE____PATH: the name has an empty part; write FLOWSENSOR__SECTION__KEY.")]
    [InlineData("FLOWSENSOR__STORE", "x", "FLOWSENSOR__STORE: store: settings are wanted here, not a single value; write 'store:' with its settings below it.")]
    public void Read_EnvironmentMistake_NamesTheVariable(string name, string value, string message)
    {
        ConfigurationResult result = Read("", new Hashtable { [name] = value });

        Assert.Equal(message, Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void Load_MissingFile_SaysSo()
    {
        ConfigurationResult result = ConfigurationLoader.Load("/nonexistent/flowsensor.yaml", new Hashtable());

        Assert.Equal("/nonexistent/flowsensor.yaml: the configuration cannot be read: there is no such folder; give its name with --config.", Assert.Single(result.Problems).ToString());
    }

    private static ConfigurationResult Read(string yaml, Hashtable? environment = null) =>
        ConfigurationLoader.Read(new StringReader(yaml), "flowsensor.yaml", ".", environment ?? []);
}
