using System.Net;
using System.Threading.Channels;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Engine.Names;

/// <summary>
/// Asks DNS for the names of sources of incidents, and whether block lists name them, on a task of its own: nobody waits for an answer, and what is too much
/// to ask is left out and counted.
/// </summary>
/// <param name="lookup">Asks; limits how often, and keeps answers.</param>
/// <param name="add">Takes what is to be stored, from another thread.</param>
public sealed class IncidentNames(NameLookup lookup, Action<StoredItem> add) : IDisposable
{
    private const int MostWaiting = 1_000;

    // Of the ten seconds from signal to exit, the store needs the most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<(string Incident, IPAddress Source)> _waiting = Channel.CreateBounded<(string, IPAddress)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _stop = new();
    private Task? _work;
    private long _left;

    /// <summary>Incidents whose source was not asked for, because too many waited.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>Begins to ask.</summary>
    public void Start() => _work = Task.Run(WorkAsync);

    /// <summary>Notes an incident that was opened; returns at once. Sources that are probably forged are not asked for.</summary>
    public void Note(IncidentChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Incident incident = change.Incident;
        if (change.Kind == IncidentChangeKind.Opened && !incident.Source.IsNone && !incident.IsForged && !_waiting.Writer.TryWrite((incident.Id, incident.Source.ToIPAddress())))
        {
            Interlocked.Increment(ref _left);
        }
    }

    /// <summary>Ends asking; what waits is left out.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _stop.Cancel();
        try
        {
            _work?.Wait(Patience);
        }
        catch (AggregateException failure) when (failure.InnerException is OperationCanceledException)
        {
            // Asked to stop.
        }

        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach ((string incident, IPAddress source) in _waiting.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            try
            {
                HostNames names = await lookup.FindAsync(source, _stop.Token).ConfigureAwait(false);
                if (names.Name.Length + names.ShownLists.Length > 0)
                {
                    add(new StoredIncidentNames(incident, names.ShownName, names.ShownLists));
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Whatever an answer from outside brought about, the next incident is asked for.
                Interlocked.Increment(ref _left);
            }
        }
    }
}
