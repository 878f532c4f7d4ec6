using System.Collections;
using System.Text;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Files that an operator writes: the configuration, and institutions as YAML or CSV.</summary>
/// <param name="name"><c>yaml</c>, <c>institutions</c> or <c>institutions-csv</c>.</param>
internal sealed class ConfigurationTarget(string name) : FuzzTarget
{
    private const string Institutions =
        """
        institutions:
          - name: Sample University
            networks: [192.192.40.0/22, "2001:db8:40::/48"]
            next_hops: [203.71.2.5]
            admin: {name: A. Admin, mail: admin@univ.example, phone: "+1"}
            abuse: abuse@univ.example
            policy: always
            updated: 2026-01-02
        """;

    private const string Csv = "name;networks;nexthops;adminname;adminmail;abuse;policy;updated\nSample University;192.192.40.0/22 2001:db8:40::/48;203.71.2.5;\"A; Admin\";admin@univ.example;abuse@univ.example;always;2026-01-02\n";

    private const string Yaml =
        """
        # a comment
        sensor: {name: a, networks: [192.0.2.0/24, "2001:db8::/32"]}
        inputs:
          netflow: &n
            listen: 0.0.0.0:2055
            allow: [192.0.2.1]
            max_exporters: 10
            template_timeout: 24h
            sampling: [{exporter: 192.0.2.1, interval: 100}]
          sflow: *n
          captures: [{interface: eth0, snap_length: 1024, tunnels: [gre, vxlan]}]
          logs: [{path: "/var/log/mail.log*", format: postfix}]
        traffic: {window: 5m, lateness: 30s}
        outputs: {influx: {url: "http://127.0.0.1:8086", token: x, bucket: b}, spool: {path: s, max: 1GiB}}
        store: {path: data, retention: {flows: 1d}}
        detection: {rules: []}
        """;

    private static readonly Hashtable NoEnvironment = [];

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name == "yaml" ? "ConfigurationLoader, a configuration" : $"InstitutionReader, {(name == "institutions" ? "YAML" : "CSV")}";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 3_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. $"{Yaml} {Institutions} {Csv}".Split([' ', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        .. new[] { "&a ", "*a", "&a [*a]", "<<: *a", "!!binary ", "!x ", "| \n ", ">-\n  ", "? ", "- ", "---\n", "...\n", "%YAML 1.2\n", "~", "null", "[[[[[[[[", "{{{{", "\"\\x41\\u0041\"", "'''", "\t", "\u0085" }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <inheritdoc/>
    // The options themselves, the YAML parser, a sentence for each problem.
    public override long MostAllocated(int length) => 2_000_000 + (8_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
        [Encoding.UTF8.GetBytes(name switch { "yaml" => Yaml, "institutions" => Institutions, _ => Csv })];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        using StringReader text = new(Encoding.UTF8.GetString(input));
        List<ConfigurationProblem> problems = [];
        switch (name)
        {
            case "yaml":
                ConfigurationResult result = ConfigurationLoader.Read(text, "fuzz.yaml", "/nonexistent", NoEnvironment);
                problems.AddRange(result.Problems);
                break;
            case "institutions":
                Take([.. InstitutionReader.ReadYaml(text, "fuzz.yaml", 0, problems)], ref seen);
                break;
            default:
                Take(InstitutionReader.ReadCsv(text, "fuzz.csv", 0, problems), ref seen);
                break;
        }

        seen.Count(problems.Count);
        foreach (ConfigurationProblem problem in problems)
        {
            seen.Add(problem.ToString());
            if (problem.Line is < 1)
            {
                throw new PropertyException("a problem on a line that does not exist");
            }
        }
    }

    private static void Take(List<Institution> institutions, ref Observation seen)
    {
        seen.Count(institutions.Count);
        _ = new ContactDirectory(institutions);
        foreach (Institution institution in institutions)
        {
            seen.Add(institution.Name);
            seen.Count(institution.Networks.Count);
            seen.Count(institution.Contacts.Count);
        }
    }
}
