using FlowSensor.Engine.Intake;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>
/// Hands the samples of mail servers to the store as they end, each count once: what is added to a sample later goes as a difference.
/// Belongs to the thread of the packets.
/// </summary>
/// <param name="add">Takes what is to be stored.</param>
/// <param name="origin">Where the counts come from.</param>
public sealed class MailRecorder(Action<StoredItem> add, MailOrigin origin = MailOrigin.Wire)
{
    // Of each day; those of a sample are always among them as long as clients fit the table.
    private const int KeptClients = 50;

    private readonly Dictionary<(IpAddress Server, DateOnly Day), MailSample[]> _given = [];
    private readonly Dictionary<(IpAddress Server, long Start, IpAddress Client), int> _givenClients = [];
    private long _next;

    /// <summary>Tells the time of the packets; <see cref="long.MaxValue"/> takes samples that have not ended too.</summary>
    public void Advance(PacketIntake intake, long time)
    {
        ArgumentNullException.ThrowIfNull(intake);
        if (time >= _next && Take(intake.Mail, time) is { } taken)
        {
            add(taken);
        }
    }

    /// <summary>What was counted since the last time, as far as it is of samples that have ended; null when that is nothing.</summary>
    internal StoredMail? Take(MailServerStatistics mail, long time)
    {
        _next = time == long.MaxValue ? 0 : time - (time % MailCalendar.SampleMs) + MailCalendar.SampleMs;
        List<StoredMailSample> samples = [];
        List<StoredMailDay> days = [];
        foreach (HostDay day in mail.ServerDays())
        {
            int before = samples.Count;
            Take(day, mail.Calendar, time, samples);
            if (samples.Count > before && day.Recipients?.Top(1) is [var top])
            {
                days.Add(new StoredMailDay(day.Host, day.Day, top.Count));
            }
        }

        Forget(mail);
        return samples.Count == 0 ? null : new StoredMail { Origin = origin, Samples = samples, Days = days };
    }

    private void Take(HostDay day, MailCalendar calendar, long time, List<StoredMailSample> taken)
    {
        MailSample[] samples = day.Samples(calendar.SamplesOf(day.Day));
        if (!_given.TryGetValue((day.Host, day.Day), out MailSample[]? given))
        {
            _given[(day.Host, day.Day)] = given = new MailSample[samples.Length];
        }

        List<(IpAddress Key, long Count, long Error, int Place)>? clients = null;
        long start = calendar.StartOf(day.Day);
        for (int index = 0; index < samples.Length && start <= time - MailCalendar.SampleMs; index++, start += MailCalendar.SampleMs)
        {
            MailSample added = samples[index];
            added.Subtract(given[index]);
            if (added.IsEmpty)
            {
                continue;
            }

            given[index] = samples[index];
            clients ??= day.Clients?.Top(KeptClients) ?? [];
            taken.Add(new StoredMailSample(day.Host, start, added, TakeClients(day, index, start, clients)));
        }
    }

    private List<(IpAddress Client, int Connections)> TakeClients(
        HostDay day, int sample, long start, List<(IpAddress Key, long Count, long Error, int Place)> clients)
    {
        List<(IpAddress Client, int Connections)> taken = [];
        foreach ((IpAddress client, _, _, int place) in clients)
        {
            int connections = day.ClientInSample(place, sample);
            int given = _givenClients.GetValueOrDefault((day.Host, start, client));
            if (connections > given)
            {
                _givenClients[(day.Host, start, client)] = connections;
                taken.Add((client, connections - given));
            }
        }

        return taken;
    }

    // What the statistics no longer hold cannot grow any more.
    private void Forget(MailServerStatistics statistics)
    {
        foreach ((IpAddress server, DateOnly day) in _given.Keys)
        {
            if (statistics.FindDay(server, day) is null)
            {
                _given.Remove((server, day));
                long start = statistics.Calendar.StartOf(day);
                long end = statistics.Calendar.StartOf(day.AddDays(1));
                foreach ((IpAddress Server, long Start, IpAddress Client) key in _givenClients.Keys)
                {
                    if (key.Server == server && key.Start >= start && key.Start < end)
                    {
                        _givenClients.Remove(key);
                    }
                }
            }
        }
    }
}
