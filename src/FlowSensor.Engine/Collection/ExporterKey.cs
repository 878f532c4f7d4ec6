using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Who sends: address, export version and observation domain. The UDP port is not part of it: exporters change it when they
/// restart, and line cards of one device send from several (see the decision record on template keys).
/// </summary>
/// <param name="Address">Source address of the datagrams.</param>
/// <param name="Version">1, 5, 7, 9, 10, or 105 for sFlow; 0 for datagrams whose header could not be read.</param>
/// <param name="ObservationDomainId">Observation domain, sFlow sub-agent; 0 where there is none.</param>
public readonly record struct ExporterKey(IpAddress Address, int Version, uint ObservationDomainId);
