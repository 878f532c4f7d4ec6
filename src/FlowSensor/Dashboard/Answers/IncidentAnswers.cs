using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Incidents, and what operators decide about them.</summary>
internal sealed class IncidentAnswers(StorePool pool, TimeProvider clock)
{
    /// <summary>Flow records and windows of evidence that one answer gives at most.</summary>
    public const int MostEvidence = 100_000;

    /// <summary>Incidents, the oldest first; without a start, those of the seven days before the end.</summary>
    public Task<IReadOnlyList<IncidentReport>> ListAsync(IncidentFilter filter, CancellationToken cancellation = default) =>
        pool.AskAsync((store, _) => new IncidentsQuery(store).Ask(filter), cancellation);

    /// <summary>A page of incidents by the filter's limit and offset, and how many there are in all.</summary>
    public Task<Page<IncidentReport>> PageAsync(IncidentFilter filter, CancellationToken cancellation = default) => pool.AskAsync(
        (store, _) =>
        {
            IncidentsQuery query = new(store);
            IReadOnlyList<IncidentReport> rows = query.Ask(filter);
            int total = filter.Limit is null && filter.Offset == 0 ? rows.Count : query.Count(filter);
            return new Page<IncidentReport>(rows, filter.Offset, filter.Offset + rows.Count < total, total);
        },
        cancellation);

    /// <summary>One incident with its reasons and evidence.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="evidence">Most flow records, and most windows.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="NotFoundException">There is none of that identifier.</exception>
    public Task<IncidentDetails> ShowAsync(string id, int evidence = 200, CancellationToken cancellation = default) => pool.AskAsync(
        (store, _) =>
        {
            IncidentsQuery query = new(store);
            IncidentReport incident = Find(query, id);
            return new IncidentDetails
            {
                Incident = incident,
                Changes = query.Changes(id),
                Windows = query.Windows(incident, evidence),
                Flows = query.Flows(incident, evidence),
                Notes = new IncidentNotesQuery(store).Ask(id),
            };
        },
        cancellation);

    /// <summary>Hosts by kind and month, and the share of complained-about hosts that were found.</summary>
    public Task<IReadOnlyList<IncidentMonth>> MonthsAsync(TimeRange range, CancellationToken cancellation = default) => pool.AskAsync(
        (store, options) => new IncidentMonthsQuery(store, options.Sensor.TimeZone).Ask(range, [.. new ComplaintsQuery(store).Received(default)]), cancellation);

    /// <summary>The names of kinds and own rules that incidents can have.</summary>
    public IReadOnlyList<string> Kinds() => [.. IncidentKinds.All, .. pool.Options.Detection.Rules.Select(static rule => rule.Name)];

    /// <summary>Decisions that are stored, the oldest first.</summary>
    public Task<IReadOnlyList<StoredSilence>> SilencesAsync(CancellationToken cancellation = default) =>
        pool.AskAsync((store, _) => new SilencesQuery(store).Ask(), cancellation);

    /// <summary>Takes note of an incident: nobody else is told of it until the time is over.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="author">Who decides.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellation">Ends the waiting before it is written.</param>
    /// <returns>The decision as stored.</returns>
    /// <exception cref="NotFoundException">There is none of that identifier.</exception>
    public Task<StoredSilence> AcknowledgeAsync(string id, string author, string reason, TimeSpan duration, CancellationToken cancellation = default) =>
        DecideAsync(id, incident => new Silence { Action = SilenceAction.Acknowledge, Incident = incident.Id }, author, reason, duration, cancellation);

    /// <summary>Keeps incidents of the same rule and source, but tells nobody.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<StoredSilence> MuteAsync(string id, string author, string reason, TimeSpan duration, CancellationToken cancellation = default) =>
        DecideAsync(id, static incident => OverSource(SilenceAction.Mute, incident), author, reason, duration, cancellation);

    /// <summary>Opens no more incidents of the same rule and source.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<StoredSilence> ExcludeAsync(string id, string author, string reason, TimeSpan duration, CancellationToken cancellation = default) =>
        DecideAsync(id, static incident => OverSource(SilenceAction.Exclude, incident), author, reason, duration, cancellation);

    /// <summary>Writes a decision over a rule, a network, or both.</summary>
    /// <param name="silence">The decision; its times are set here.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellation">Ends the waiting before it is written.</param>
    public Task<StoredSilence> DecideAsync(Silence silence, TimeSpan duration, CancellationToken cancellation = default) => ChangeAsync(
        (book, _) =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            Silence timed = silence with { From = now, Until = now + (long)duration.TotalMilliseconds };
            return new StoredSilence(book.Add(timed), timed);
        },
        cancellation);

    /// <summary>Takes a decision back.</summary>
    /// <returns>False where there is none of that number.</returns>
    public Task<bool> TakeBackAsync(long number, CancellationToken cancellation = default) => ChangeAsync((book, _) => book.Remove(number), cancellation);

    /// <summary>Writes a note on an incident.</summary>
    /// <exception cref="NotFoundException">There is none of that identifier.</exception>
    public async Task<IncidentNote> NoteAsync(string id, string author, string text, CancellationToken cancellation = default)
    {
        await pool.AskAsync((store, _) => Find(new IncidentsQuery(store), id), cancellation).ConfigureAwait(false);
        IncidentNote note = new(clock.GetUtcNow(), author, text);
        return await ChangeAsync(
            (book, _) =>
            {
                book.AddNote(id, note);
                return note;
            },
            cancellation).ConfigureAwait(false);
    }

    private static Silence OverSource(SilenceAction action, IncidentReport incident) => new()
    {
        Action = action,
        Rule = incident.Rule,
        Network = incident.Source.IsNone ? null : new IpPrefix(incident.Source, incident.Source.IsIPv4 ? 32 : 128),
    };

    private static IncidentReport Find(IncidentsQuery query, string id) => query.Ask(new IncidentFilter { Id = id }) is [IncidentReport found]
        ? found
        : throw new NotFoundException($"There is no incident '{id}'.");

    private async Task<StoredSilence> DecideAsync(
        string id, Func<IncidentReport, Silence> decision, string author, string reason, TimeSpan duration, CancellationToken cancellation)
    {
        IncidentReport incident = await pool.AskAsync((store, _) => Find(new IncidentsQuery(store), id), cancellation).ConfigureAwait(false);
        return await DecideAsync(decision(incident) with { Author = author, Reason = reason }, duration, cancellation).ConfigureAwait(false);
    }

    private Task<T> ChangeAsync<T>(Func<SilenceBook, SensorOptions, T> change, CancellationToken cancellation)
    {
        SensorOptions options = pool.Options;
        return Task.Run(
            () =>
            {
                using SilenceBook book = SilenceBook.Open(options.Store.Path);
                return change(book, options);
            },
            cancellation);
    }
}
