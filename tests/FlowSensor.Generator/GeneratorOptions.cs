namespace FlowSensor.Generator;

/// <summary>What to generate. The same options give the same bytes.</summary>
internal sealed class GeneratorOptions
{
    /// <summary>Seed of all random choices.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>Flow records in all, omitted ones included.</summary>
    public long Records { get; set; } = 100_000;

    /// <summary>Distinct source addresses; every one appears when there are at least as many records.</summary>
    public int Sources { get; set; } = 10_000;

    /// <summary>Exporters, taking turns datagram by datagram.</summary>
    public int Exporters { get; set; } = 8;

    /// <summary>Export format.</summary>
    public ExportFormat Format { get; set; } = ExportFormat.V9;

    /// <summary>Share of the sources that are IPv6 (v5 exporters only see the others).</summary>
    public double IPv6Share { get; set; } = 0.1;

    /// <summary>Share of the records that are SMTP.</summary>
    public double SmtpShare { get; set; } = 0.3;

    /// <summary>Most records in one datagram; a datagram also ends at <see cref="MaxPayload"/>.</summary>
    public int RecordsPerDatagram { get; set; } = 24;

    /// <summary>Most octets of a datagram; over 1472 it leaves as IP fragments in a pcap file.</summary>
    public int MaxPayload { get; set; } = 1464;

    /// <summary>Every how many datagrams of a pair of templates an exporter repeats it.</summary>
    public int TemplateEvery { get; set; } = 20;

    /// <summary>Pairs of templates (IPv4 and IPv6) of each exporter, of one layout, which its datagrams use in turn; v9 and IPFIX.</summary>
    public int Templates { get; set; } = 1;

    /// <summary>Datagrams with data that each exporter sends before its first template.</summary>
    public int TemplateLate { get; set; }

    /// <summary>Datagrams left out: numbered and counted as sent by the exporter, but never written.</summary>
    public int Omit { get; set; }

    /// <summary>Pairs of neighbouring datagrams of one exporter that change places.</summary>
    public int Reorder { get; set; }

    /// <summary>Sampling interval told by the exporters (1 in N); 0 tells none.</summary>
    public int Sampling { get; set; }

    /// <summary>Event time that the records span, in seconds.</summary>
    public int Duration { get; set; } = 300;

    /// <summary>Export time of the first datagram, Unix seconds (default 2026-01-05T00:00:00Z).</summary>
    public long Start { get; set; } = 1_767_571_200;

    /// <summary>Every record has a source of its own; the truth then holds totals only.</summary>
    public bool Forge { get; set; }

    /// <summary>Every source shows every service on both sides, instead of two services on one: the worst case for tables.</summary>
    public bool EveryService { get; set; }

    /// <summary>The exporter whose format a number gives when formats are mixed.</summary>
    /// <param name="exporter">Number of the exporter, from 0.</param>
    public ExportFormat FormatOf(int exporter) => Format == ExportFormat.Mix ? (ExportFormat)(exporter % 3) : Format;
}
