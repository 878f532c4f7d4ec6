using System.Net;

namespace FlowSensor.Dashboard.Access;

/// <summary>
/// Slows down those who guess passwords: after some failures an address, and a name, waits twice as long after each. The number of addresses and
/// names that are remembered is bounded.
/// </summary>
/// <param name="clock">Time.</param>
internal sealed class LogInThrottle(TimeProvider clock)
{
    private const int FreeOfAddress = 5;
    private const int FreeOfName = 10;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Failures> _failures = [];

    /// <summary>How many addresses and names are remembered.</summary>
    public int Remembered
    {
        get
        {
            lock (_lock)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>Begins an attempt, which counts as failed until <see cref="Succeed"/>, so that many at once are many.</summary>
    /// <param name="address">From where.</param>
    /// <param name="name">The name typed.</param>
    /// <param name="isKnownPlace">True when that name has logged in from there before: then guesses from elsewhere do not keep it out.</param>
    /// <returns>How long to wait; zero to go on.</returns>
    public TimeSpan Begin(IPAddress? address, string name, bool isKnownPlace)
    {
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();
            string place = PlaceOf(address);
            string account = AccountOf(name);
            TimeSpan wait = WaitOf(place, now);
            if (!isKnownPlace && WaitOf(account, now) is TimeSpan other && other > wait)
            {
                wait = other;
            }

            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            Count(place, FreeOfAddress, now);
            Count(account, FreeOfName, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Tells that an attempt was right; the address loses that attempt only, so that one good account does not pay for guesses at others.</summary>
    public void Succeed(IPAddress? address, string name)
    {
        lock (_lock)
        {
            _failures.Remove(AccountOf(name));
            string place = PlaceOf(address);
            if (_failures.TryGetValue(place, out Failures? failures))
            {
                failures.Count--;
                failures.Until = default;
                if (failures.Count == 0)
                {
                    _failures.Remove(place);
                }
            }
        }
    }

    // Of IPv6 the network: a host has as many addresses in it as it likes.
    private static string PlaceOf(IPAddress? address)
    {
        if (address is null)
        {
            return "address";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        byte[] octets = address.GetAddressBytes();
        return "address " + Convert.ToHexString(octets, 0, Math.Min(octets.Length, 8));
    }

    private static string AccountOf(string name) => "name " + name[..Math.Min(name.Length, 64)];

    private TimeSpan WaitOf(string key, DateTimeOffset now) => _failures.TryGetValue(key, out Failures? failures) ? failures.Until - now : TimeSpan.Zero;

    private void Count(string key, int free, DateTimeOffset now)
    {
        if (!_failures.TryGetValue(key, out Failures? failures))
        {
            MakeRoom(now);
            _failures[key] = failures = new Failures();
        }
        else if (now - failures.Last > Forgotten)
        {
            failures.Count = 0;
        }

        failures.Count++;
        failures.Last = now;
        if (failures.Count >= free)
        {
            double seconds = Math.Min(Math.Pow(2, Math.Min(failures.Count - free, 20)), LongestWait.TotalSeconds);
            failures.Until = now.AddSeconds(seconds);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_failures.Count < MostRemembered)
        {
            return;
        }

        foreach ((string key, Failures failures) in _failures)
        {
            if (now - failures.Last > Forgotten)
            {
                _failures.Remove(key);
            }
        }

        if (_failures.Count >= MostRemembered)
        {
            _failures.Remove(_failures.MinBy(static pair => pair.Value.Last).Key);
        }
    }

    private sealed class Failures
    {
        public int Count { get; set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset Until { get; set; }
    }
}
