using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>Keeps what exporters announce only now and then, so that a restart does not have to wait for it.</summary>
public interface ITemplateStore
{
    /// <summary>A template that is new or has changed.</summary>
    void Save(in ExporterKey exporter, Template item);

    /// <summary>A template was withdrawn; ids 2 and 3 mean all of a kind (RFC 7011 8.1).</summary>
    void SaveWithdrawal(in ExporterKey exporter, ushort templateId);

    /// <summary>Sampling intervals have changed.</summary>
    void SaveSampling(in ExporterKey exporter, SamplerTable samplers);
}
