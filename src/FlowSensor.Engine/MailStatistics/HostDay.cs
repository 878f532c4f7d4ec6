using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>One host on one local day: DNS queries of each sample, and the rest once the host is seen as a mail server.</summary>
internal sealed class HostDay
{
    private readonly MailStatisticsOptions _options;

    // Most hosts ask in one sample only, which needs no list of all of them.
    private int _firstSample;
    private int _firstQueries;
    private int[]? _queries;
    private MailSample[]? _samples;
    private TopCounter<IpAddress>? _clients;
    private ClientSamples? _clientSamples;
    private TopCounter<ulong>? _recipients;
    private Dictionary<IpAddress, int>? _destinations;

    public HostDay(IpAddress host, DateOnly day, MailStatisticsOptions options)
    {
        Host = host;
        Day = day;
        _options = options;
    }

    public IpAddress Host { get; }

    public DateOnly Day { get; }

    /// <summary>True when more than DNS queries was seen.</summary>
    public bool IsServer => _samples is not null;

    public TopCounter<IpAddress>? Clients => _clients;

    public TopCounter<ulong>? Recipients => _recipients;

    public void MakeServer() => _samples ??= new MailSample[MailCalendar.MaxSamples];

    public void AddQuery(int sample, int queries = 1)
    {
        if (_queries is null)
        {
            if (_firstQueries == 0 || _firstSample == sample)
            {
                _firstSample = sample;
                _firstQueries += queries;
                return;
            }

            _queries = new int[MailCalendar.MaxSamples];
            _queries[_firstSample] = _firstQueries;
        }

        _queries[sample] += queries;
    }

    public ref MailSample At(int sample) => ref _samples![sample];

    public void AddClient(IpAddress client, int sample, int connections = 1)
    {
        _clients ??= new TopCounter<IpAddress>(_options.MaxClients);
        _clientSamples ??= new ClientSamples();
        int place = _clients.Add(client, out bool replaced, connections);
        if (replaced)
        {
            _clientSamples.Forget(place);
        }

        _clientSamples.Add(place, sample, connections);
    }

    public void AddRefusedRecipient(ulong hash, long refusals = 1)
    {
        _recipients ??= new TopCounter<ulong>(_options.MaxRecipients);
        _recipients.Add(hash, out _, refusals);
    }

    /// <summary>Counts a destination once for each sample; those beyond the limit count every time.</summary>
    public void AddDestination(IpAddress destination, int sample)
    {
        _destinations ??= [];
        if (_destinations.Count >= _options.MaxDestinations && !_destinations.ContainsKey(destination))
        {
            At(sample).Destinations++;
            return;
        }

        ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(_destinations, destination, out bool known);
        if (!known || last != sample)
        {
            last = sample;
            At(sample).Destinations++;
        }
    }

    public int ClientInSample(int place, int sample) => _clientSamples?.Of(place, sample) ?? 0;

    /// <summary>The samples with their DNS queries, as many as the day has.</summary>
    public MailSample[] Samples(int number)
    {
        MailSample[] samples = new MailSample[number];
        _samples?.AsSpan(0, number).CopyTo(samples);
        if (_queries is null)
        {
            if (_firstSample < number)
            {
                samples[_firstSample].Queries = _firstQueries;
            }

            return samples;
        }

        for (int index = 0; index < number; index++)
        {
            samples[index].Queries = _queries[index];
        }

        return samples;
    }

    /// <summary>Sum over the day.</summary>
    public MailSample Total()
    {
        MailSample total = default;
        foreach (ref readonly MailSample sample in _samples.AsSpan())
        {
            total.Add(sample);
        }

        total.Queries = _queries?.Sum() ?? _firstQueries;
        return total;
    }
}
