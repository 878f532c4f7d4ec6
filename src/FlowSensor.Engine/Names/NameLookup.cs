using System.Net;
using System.Net.Sockets;
using DnsClient;

namespace FlowSensor.Engine.Names;

/// <summary>
/// Asks DNS about hosts: their names, and block lists. What comes back is the word of strangers: bounded, and made printable. Questions
/// have a budget by the hour; answers are kept for a while.
/// </summary>
public sealed class NameLookup
{
    private const int MostNames = 5, MostCached = 10_000, LongestText = 200;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly NamesOptions _options;
    private readonly TimeProvider _clock;
    private readonly LookupClient _client;
    private readonly Dictionary<IPAddress, (HostNames Names, long At)> _cache = [];
    private readonly Lock _gate = new();
    private long _hour = long.MinValue;
    private int _asked;

    /// <summary>Prepares questions to the resolvers of the configuration.</summary>
    public NameLookup(NamesOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock;
        _client = new LookupClient(new LookupClientOptions([.. options.Resolvers])
        {
            AutoResolveNameServers = false,
            Timeout = options.Timeout,
            Retries = 1,
            UseCache = false,
            ThrowDnsErrors = false,
            ContinueOnEmptyResponse = false,
        });
    }

    /// <summary>Questions that went out in this hour.</summary>
    public int Asked
    {
        get
        {
            lock (_gate)
            {
                return _asked;
            }
        }
    }

    /// <summary>What DNS says of a host.</summary>
    public async Task<HostNames> FindAsync(IPAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            if (_cache.TryGetValue(address, out (HostNames Names, long At) kept) && now - kept.At < _options.CacheTime.TotalMilliseconds)
            {
                return kept.Names;
            }
        }

        (string name, bool isConfirmed, string trouble) = _options.Pointers ? await NameAsync(address, cancellation).ConfigureAwait(false) : ("", false, "");
        List<ListAnswer> lists = [];
        foreach (string zone in _options.Lists)
        {
            lists.Add(await ListAsync(address, zone, cancellation).ConfigureAwait(false));
        }

        HostNames found = new(name, isConfirmed, trouble, lists);
        if (trouble.Length == 0 && lists.TrueForAll(static list => list.State != ListState.Unknown))
        {
            Keep(address, found, now);
        }

        return found;
    }

    private void Keep(IPAddress address, HostNames names, long now)
    {
        lock (_gate)
        {
            if (_cache.Count >= MostCached)
            {
                _cache.Clear();
            }

            _cache[address] = (names, now);
        }
    }

    private async Task<(string Name, bool IsConfirmed, string Trouble)> NameAsync(IPAddress address, CancellationToken cancellation)
    {
        (IDnsQueryResponse? pointers, string trouble) = await AskAsync(ReversedName.Pointer(address), QueryType.PTR, cancellation).ConfigureAwait(false);
        string[] names = [.. pointers?.Answers.PtrRecords().Select(static pointer => pointer.PtrDomainName.Value).Take(MostNames) ?? []];
        QueryType forward = address.AddressFamily == AddressFamily.InterNetwork ? QueryType.A : QueryType.AAAA;
        foreach (string name in names)
        {
            (IDnsQueryResponse? addresses, _) = await AskAsync(name, forward, cancellation).ConfigureAwait(false);
            if (addresses?.Answers.AddressRecords().Any(record => record.Address.Equals(address)) == true)
            {
                return (Printable(name.TrimEnd('.')), true, "");
            }
        }

        return (names.Length > 0 ? Printable(names[0].TrimEnd('.')) : "", false, trouble);
    }

    private async Task<ListAnswer> ListAsync(IPAddress address, string zone, CancellationToken cancellation)
    {
        string name = ReversedName.Of(address, zone);
        (IDnsQueryResponse? answer, string trouble) = await AskAsync(name, QueryType.A, cancellation).ConfigureAwait(false);
        if (answer is null)
        {
            return new ListAnswer(zone, ListState.Unknown, trouble);
        }

        byte[][] codes = [.. answer.Answers.ARecords().Select(static record => record.Address.GetAddressBytes())];
        if (codes.Length == 0)
        {
            return new ListAnswer(zone, ListState.NotListed, "");
        }

        if (ListCode.Refusal(codes) is string refusal)
        {
            return new ListAnswer(zone, ListState.Unknown, refusal);
        }

        (IDnsQueryResponse? words, _) = await AskAsync(name, QueryType.TXT, cancellation).ConfigureAwait(false);
        string said = words is null ? "" : string.Join(' ', words.Answers.TxtRecords().SelectMany(static record => record.Text));
        return new ListAnswer(zone, ListState.Listed, Printable($"{string.Join(' ', codes.Select(static code => new IPAddress(code)))} {said}".Trim()));
    }

    private async Task<(IDnsQueryResponse? Answer, string Trouble)> AskAsync(string name, QueryType type, CancellationToken cancellation)
    {
        if (!Spend())
        {
            return (null, "the questions of this hour are used up (names.budget)");
        }

        try
        {
            IDnsQueryResponse answer = await _client.QueryAsync(name, type, QueryClass.IN, cancellation).ConfigureAwait(false);
            return answer.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? (answer, "")
                : (null, $"the resolver answered {Printable(answer.Header.ResponseCode.ToString())}");
        }
        catch (Exception failure) when (failure is DnsResponseException or DnsXidMismatchException or SocketException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return (null, $"the resolver did not answer: {Printable(failure.Message)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, "the resolver did not answer in time");
        }
    }

    private bool Spend()
    {
        lock (_gate)
        {
            long hour = _clock.GetUtcNow().Ticks / Hour.Ticks;
            (_hour, _asked) = (hour, hour == _hour ? _asked : 0);
            return _asked < _options.Budget && ++_asked > 0;
        }
    }

    private static string Printable(string text) => new([.. text.Take(LongestText).Select(static letter => letter is >= ' ' and < '\x7F' ? letter : '?')]);
}
