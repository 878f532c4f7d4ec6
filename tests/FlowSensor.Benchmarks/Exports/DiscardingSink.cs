using FlowSensor.Protocols.Flows;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>Takes what is decoded, and only sums.</summary>
internal sealed class DiscardingSink : IDatagramSink
{
    /// <summary>Octets of all records.</summary>
    public ulong Octets { get; private set; }

    public void OnFlow(ref FlowRecord record) => Octets += record.Octets;

    public void OnTemplate(Template template)
    {
    }

    public void OnTemplateWithdrawn(ushort templateId)
    {
    }

    public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records)
    {
    }
}
