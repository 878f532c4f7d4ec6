using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>Keeps everything a decoder reports.</summary>
internal sealed class RecordingSink : IDatagramSink
{
    public List<FlowRecord> Records { get; } = [];

    public List<Template> Templates { get; } = [];

    public List<ushort> Withdrawn { get; } = [];

    public List<(ushort SetId, byte[] Records)> Unknown { get; } = [];

    public void OnFlow(ref FlowRecord record) => Records.Add(record);

    public void OnTemplate(Template template) => Templates.Add(template);

    public void OnTemplateWithdrawn(ushort templateId) => Withdrawn.Add(templateId);

    public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records) => Unknown.Add((setId, records.ToArray()));
}
