using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>One line of the template journal: a template, a withdrawal, or a sampling interval of one exporter.</summary>
public sealed record TemplateJournalEntry
{
    private const ushort AllTemplates = 2;
    private const ushort AllOptionsTemplates = 3;

    /// <summary>Address of the exporter.</summary>
    public string Exporter { get; init; } = "";

    /// <summary>Export version.</summary>
    public int Version { get; init; }

    /// <summary>Observation domain.</summary>
    public uint Domain { get; init; }

    /// <summary>Template id.</summary>
    public ushort? Template { get; init; }

    /// <summary>Id that was withdrawn.</summary>
    public ushort? Withdrawn { get; init; }

    /// <summary>Number of scope fields.</summary>
    public int Scopes { get; init; }

    /// <summary>True for an options template.</summary>
    public bool Options { get; init; }

    /// <summary>When it was announced, export time in Unix milliseconds.</summary>
    public long Announced { get; init; }

    /// <summary>Element id, length and enterprise number of each field, one after the other.</summary>
    public IReadOnlyList<uint>? Fields { get; init; }

    /// <summary>Sampler that an interval is of; null for the domain.</summary>
    public ulong? Sampler { get; init; }

    /// <summary>Sampling interval.</summary>
    public ulong? Interval { get; init; }

    internal bool IsWithdrawal => Withdrawn is not null;

    /// <summary>What it speaks of, within its exporter.</summary>
    internal string Key => Interval is null ? KeyOf('t', Template) : KeyOf('s', Sampler);

    /// <summary>Key of the one template that a withdrawal names.</summary>
    internal string WithdrawnKey => KeyOf('t', Withdrawn);

    internal static TemplateJournalEntry Of(in ExporterKey exporter, Template template)
    {
        uint[] fields = new uint[template.Fields.Length * 3];
        for (int i = 0; i < template.Fields.Length; i++)
        {
            FieldSpecifier field = template.Fields[i];
            fields[i * 3] = field.ElementId;
            fields[(i * 3) + 1] = field.Length;
            fields[(i * 3) + 2] = field.EnterpriseNumber;
        }

        return From(exporter) with
        {
            Template = template.Id,
            Scopes = template.ScopeFieldCount,
            Options = template.IsOptions,
            Announced = template.LastAnnounced,
            Fields = fields,
        };
    }

    internal static TemplateJournalEntry Withdrawal(in ExporterKey exporter, ushort id) => From(exporter) with { Withdrawn = id };

    internal static TemplateJournalEntry Sampling(in ExporterKey exporter, ulong? sampler, ulong interval) =>
        From(exporter) with { Sampler = sampler, Interval = interval };

    internal static bool TryParse(string line, [NotNullWhen(true)] out TemplateJournalEntry? entry)
    {
        try
        {
            entry = JsonSerializer.Deserialize(line, TemplateJournalJson.Default.TemplateJournalEntry);
            return entry is not null && IpAddress.TryParse(entry.Exporter, out _);
        }
        catch (JsonException)
        {
            entry = null;
            return false;
        }
    }

    internal bool Withdraws(TemplateJournalEntry other) =>
        other.Exporter == Exporter && other.Version == Version && other.Domain == Domain && other.Template is ushort id
        && (id == Withdrawn || (Withdrawn == AllTemplates && !other.Options) || (Withdrawn == AllOptionsTemplates && other.Options));

    /// <summary>Gives the entry to a collector that starts.</summary>
    public void Restore(Collector collector)
    {
        ArgumentNullException.ThrowIfNull(collector);
        var key = new ExporterKey(IpAddress.Parse(Exporter), Version, Domain);
        if (Interval is ulong interval)
        {
            collector.RestoreSampling(key, Sampler, interval);
        }
        else if (Template is ushort id && ReadFields() is FieldSpecifier[] fields && Scopes >= 0 && Scopes <= fields.Length
            && Protocols.Flows.Template.TryCreate(Version, id, Scopes, Options, fields) is Template template)
        {
            collector.Restore(key, template, Announced);
        }
    }

    private static string KeyOf(char kind, ulong? number) => string.Create(CultureInfo.InvariantCulture, $"{kind} {number}");

    private static TemplateJournalEntry From(in ExporterKey exporter) =>
        new() { Exporter = exporter.Address.ToString(), Version = exporter.Version, Domain = exporter.ObservationDomainId };

    private FieldSpecifier[]? ReadFields()
    {
        if (Fields is null || Fields.Count % 3 != 0 || Fields.Count / 3 > TemplateTable.MaxFields)
        {
            return null;
        }

        var fields = new FieldSpecifier[Fields.Count / 3];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = new FieldSpecifier((ushort)Fields[i * 3], (ushort)Fields[(i * 3) + 1], Fields[(i * 3) + 2]);
        }

        return fields;
    }
}
