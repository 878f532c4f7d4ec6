using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Csv;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Institutions;

/// <summary>Reads institutions from YAML and CSV files and reports every problem of every file at once.</summary>
public static class InstitutionReader
{
    private const int MaximumProblems = 1_000;

    private static readonly string[] Columns =
    [
        "name", "networks", "nexthops", "adminname", "adminmail", "adminphone", "technicalname", "technicalmail", "technicalphone",
        "abuse", "phone", "address", "language", "policy", "updatedby", "updated",
    ];

    /// <summary>Reads the files; <c>.csv</c> is CSV, everything else YAML.</summary>
    public static ContactDirectory Read(IEnumerable<string> files, ICollection<ConfigurationProblem> problems)
    {
        List<Institution> institutions = [];
        foreach (string file in files)
        {
            try
            {
                using var text = new StreamReader(file);
                long written = new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeMilliseconds();
                institutions.AddRange(file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                    ? ReadCsv(text, file, written, problems)
                    : ReadYaml(text, file, written, problems));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problems.Add(new ConfigurationProblem(
                    file, null, "contacts.files", $"the institutions cannot be read: {FileTrouble.Describe(error)}", "create the file, or correct its name"));
            }
        }

        CheckOverlaps(institutions, problems);
        return new ContactDirectory(institutions);
    }

    internal static IEnumerable<Institution> ReadYaml(TextReader text, string file, long written, ICollection<ConfigurationProblem> problems)
    {
        List<ConfigurationProblem> found = [];
        ConfigurationMap root = YamlTree.Read(text, file, found);
        var content = new InstitutionsFile();
        new OptionsBinder(found, Path.GetDirectoryName(file) ?? ".").Bind(root, content, "");
        foreach (ConfigurationProblem problem in found.OrderBy(problem => problem.Line).Take(MaximumProblems))
        {
            problems.Add(problem);
        }

        return content.Institutions.Select(entry => entry.ToInstitution(file, written));
    }

    internal static List<Institution> ReadCsv(TextReader text, string file, long written, ICollection<ConfigurationProblem> problems)
    {
        var csv = new CsvTable(text);
        List<Institution> institutions = [];
        foreach (string unknown in csv.Columns.Except(Columns))
        {
            problems.Add(new ConfigurationProblem(file, 1, unknown, "there is no such column", "known are " + string.Join(", ", Columns)));
        }

        while (csv.Read())
        {
            void Refuse(string column, string message)
            {
                if (problems.Count < MaximumProblems)
                {
                    problems.Add(new ConfigurationProblem(file, csv.Line, column, message, null));
                }
            }

            if (csv.IsUnterminated)
            {
                Refuse("", "a quoted field has no end");
            }

            InstitutionEntry entry = ReadEntry(csv, Refuse);
            foreach (ValidationResult result in entry.Validate(new ValidationContext(entry)))
            {
                Refuse(string.Join(',', result.MemberNames), result.ErrorMessage ?? "is not valid");
            }

            institutions.Add(entry.ToInstitution(file, written));
        }

        return institutions;
    }

    private static InstitutionEntry ReadEntry(CsvTable csv, Action<string, string> refuse)
    {
        var entry = new InstitutionEntry
        {
            Name = csv.Field("name"),
            Admin = new PersonEntry { Name = csv.Field("adminname"), Mail = csv.Field("adminmail"), Phone = csv.Field("adminphone") },
            Technical = new PersonEntry { Name = csv.Field("technicalname"), Mail = csv.Field("technicalmail"), Phone = csv.Field("technicalphone") },
            Abuse = csv.Field("abuse"),
            Phone = csv.Field("phone"),
            Address = csv.Field("address"),
            Language = csv.Field("language"),
            UpdatedBy = csv.Field("updatedby"),
        };
        foreach (string network in List(csv.Field("networks")))
        {
            if (IpPrefix.TryParse(network, out IpPrefix prefix))
            {
                entry.Networks.Add(prefix);
            }
            else
            {
                refuse("networks", $"'{network}' is not a network such as 192.0.2.0/24");
            }
        }

        foreach (string hop in List(csv.Field("nexthops")))
        {
            if (IpAddress.TryParse(hop, out IpAddress address))
            {
                entry.NextHops.Add(address);
            }
            else
            {
                refuse("next_hops", $"'{hop}' is not an address");
            }
        }

        string policy = csv.Field("policy");
        if (policy.Length > 0 && Enum.TryParse(policy, ignoreCase: true, out NotifyPolicy parsed) && Enum.IsDefined(parsed))
        {
            entry.Policy = parsed;
        }
        else if (policy.Length > 0)
        {
            refuse("policy", $"'{policy}' is not one of ask, automatic, never");
        }

        string updated = csv.Field("updated");
        if (DateOnly.TryParseExact(updated, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            entry.Updated = date;
        }
        else if (updated.Length > 0)
        {
            refuse("updated", $"'{updated}' is not a date such as 2026-01-31");
        }

        return entry;
    }

    private static string[] List(string text) =>
        text.Split([' ', ';', ',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void CheckOverlaps(List<Institution> institutions, ICollection<ConfigurationProblem> problems)
    {
        var names = new Dictionary<string, Institution>(StringComparer.OrdinalIgnoreCase);
        var networks = new Dictionary<IpPrefix, Institution>();
        var nextHops = new Dictionary<IpAddress, Institution>();
        foreach (Institution institution in institutions)
        {
            Claim(names, institution.Name, institution, "name", problems);
            foreach (IpPrefix network in institution.Networks)
            {
                Claim(networks, network, institution, "networks", problems);
            }

            foreach (IpAddress hop in institution.NextHops)
            {
                Claim(nextHops, hop, institution, "next_hops", problems);
            }
        }
    }

    private static void Claim<TKey>(
        Dictionary<TKey, Institution> taken, TKey key, Institution institution, string setting, ICollection<ConfigurationProblem> problems)
        where TKey : notnull
    {
        if (!taken.TryAdd(key, institution) && problems.Count < MaximumProblems)
        {
            Institution first = taken[key];
            problems.Add(new ConfigurationProblem(
                institution.Source, null, setting, $"{key} is claimed by '{first.Name}' ({first.Source}) and by '{institution.Name}'", "keep one of the two"));
        }
    }
}
