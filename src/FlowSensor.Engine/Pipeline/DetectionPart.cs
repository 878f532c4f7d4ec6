using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Packets;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Pipeline;

/// <summary>
/// Detection as it runs in a sensor or a replay: the detector, what packets tell it, evidence, enrichment, and its state, all given to the
/// store as items. One configuration long; belongs to the thread of the accounting.
/// </summary>
public sealed class DetectionPart : IOpenWindowSink
{
    private const long SaveInterval = 3_600_000;

    private readonly WireWatch _watch;
    private readonly Action<StoredItem> _add;
    private readonly Func<IReadOnlyList<Silence>>? _decisions;
    private long _saved;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="add">Takes what is to be stored.</param>
    /// <param name="groups">Gives the institution of a source; null where none are known.</param>
    /// <param name="contactOf">Gives whose an address is, by what is known here; null for nobody.</param>
    /// <param name="state">What a detector knew when it ended; null to begin anew.</param>
    /// <param name="open">Incidents that are open in the store; null for none.</param>
    /// <param name="decisions">Gives the operators' decisions; asked at each window; null for none.</param>
    /// <param name="slices">Where packets of suspicious hosts are kept; null to keep none.</param>
    public DetectionPart(
        SensorOptions options,
        Action<StoredItem> add,
        GroupTotals? groups,
        Func<IpAddress, ContactAnswer>? contactOf,
        byte[]? state = null,
        IReadOnlyList<Incident>? open = null,
        Func<IReadOnlyList<Silence>>? decisions = null,
        SliceFiles? slices = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _add = add;
        _decisions = decisions;
        _watch = new WireWatch((long)options.Traffic.Window.TotalMilliseconds);
        IncidentRecorder recorder = new(add, contactOf);
        DetectionSetup setup = DetectionSettings.SetupOf(options, groups is null ? null : groups.InstitutionOf, _watch);
        Detector = new Detector(options.Detection, setup, recorder);
        if (state is not null && !(IsRestored = Detector.TryRestore(state)))
        {
            Detector = new Detector(options.Detection, setup, recorder);
        }

        foreach (Incident incident in open ?? [])
        {
            Detector.Adopt(incident);
        }

        Evidence = new EvidenceRecorder(options.Detection.Evidence, Detector, add);
        Slices = slices is null ? null : new PacketSlices(options.Detection.Evidence.Packets, slices, Evidence.Keeps);
    }

    /// <summary>The detector.</summary>
    public Detector Detector { get; }

    /// <summary>True where a state was given and taken up.</summary>
    public bool IsRestored { get; }

    /// <summary>Windows for which the operators' decisions could not be read.</summary>
    public long DecisionsUnread { get; private set; }

    /// <summary>Keeps evidence.</summary>
    internal EvidenceRecorder Evidence { get; }

    /// <summary>Keeps packets of suspicious hosts; null where none are to be kept.</summary>
    internal PacketSlices? Slices { get; }

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Decide();
        Detector.OnWindow(window);
        Slices?.EndWindow(window.Start, window.End);
        Evidence.EndWindow(window.Start, window.End);
        if (window.End - _saved >= SaveInterval || window.End < _saved)
        {
            _saved = _saved == 0 ? window.End : SaveState();
        }
    }

    /// <inheritdoc/>
    void IOpenWindowSink.OnOpenWindow(ClosedWindow window, long time)
    {
        ((IOpenWindowSink)Detector).OnOpenWindow(window, time);
        Evidence.Follow();
    }

    /// <summary>Keeps what is known; call it when the run ends, after the last window.</summary>
    public void Complete()
    {
        if (Detector.Now > 0)
        {
            SaveState();
        }
    }

    /// <summary>What takes what packets tell: from now on there are packets.</summary>
    internal WireWatch TakeWatch()
    {
        _watch.IsUsed = true;
        return _watch;
    }

    // Decisions that cannot be read now hold as they were: that is no reason to stop judging.
    private void Decide()
    {
        try
        {
            if (_decisions is not null)
            {
                Detector.Decide(_decisions());
            }
        }
        catch (StoreException)
        {
            DecisionsUnread++;
        }
    }

    private long SaveState()
    {
        _add(new StoredDetectorState(Detector.Now, Detector.Save()));
        return Detector.Now;
    }
}
