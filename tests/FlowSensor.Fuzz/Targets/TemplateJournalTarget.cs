using System.Text;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Fuzz.Targets;

/// <summary>The journal of templates, given to a collector as at a start.</summary>
internal sealed class TemplateJournalTarget : FuzzTarget
{
    private const string Journal =
        """
        {"exporter":"192.0.2.1","version":9,"domain":0,"template":300,"scopes":0,"options":false,"announced":1700000000000,"fields":[8,4,0,12,4,0,1,4,0,2,4,0]}
        {"exporter":"2001:db8::1","version":10,"domain":7,"template":400,"scopes":1,"options":true,"announced":1700000000000,"fields":[302,8,0,305,4,0,100,65535,64500]}
        {"exporter":"192.0.2.1","version":9,"domain":0,"sampler":1,"interval":100}
        {"exporter":"192.0.2.1","version":9,"domain":0,"interval":100}
        {"exporter":"192.0.2.1","version":9,"domain":0,"withdrawn":300}
        {"exporter":"2001:db8::1","version":10,"domain":7,"withdrawn":3}

        """;

    private string? _folder;

    /// <inheritdoc/>
    public override string Name => "templates";

    /// <inheritdoc/>
    public override string Description => "TemplateJournal, a file, restored into a Collector";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. Journal.Split([',', '{', '}', ':', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    // The collector; for each entry its texts and perhaps a plan; for a line that is no entry an exception.
    public override long MostAllocated(int length) => 400_000 + (6_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [Encoding.UTF8.GetBytes(Journal)];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _folder ??= ScratchFolder.For(Name);
        using (FileStream file = File.Create(Path.Combine(_folder, TemplateJournal.FileName)))
        {
            file.Write(input);
        }

        Collector collector = new(new CollectorOptions { MaxExporters = 8, MaxTemplates = 16, PendingOctets = 1_000 }, new NoAccount());
        int entries = 0;
        using TemplateJournal journal = TemplateJournal.Open(_folder, entry =>
        {
            entries++;
            entry.Restore(collector);
        });
        seen.Count(entries);
        seen.Count(collector.TemplateCount);
        seen.Count(collector.Exporters.Count);
        seen.Status(journal.Trouble is null ? 0 : 1);
        if (collector.TemplateCount > 16 || collector.Exporters.Count > 8 || journal.Trouble is not null)
        {
            throw new PropertyException($"bounds are passed, or the journal is in trouble: {journal.Trouble}");
        }
    }

    private sealed class NoAccount : IFlowAccount
    {
        public void Add(ref FlowRecord record, long eventTime)
        {
        }

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }
    }
}
