using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.Threats;

namespace FlowSensor.Scenarios.World;

/// <summary>Casts the actors of a run.</summary>
internal sealed class Population
{
    private const int Crowd = 60, FirstHomeClient = 5_000, FirstBot = 9_000;
    private const long MinuteMs = 60_000, HourMs = 60 * MinuteMs;

    private readonly Draw _draw;
    private readonly ScenarioOptions _options;
    private readonly ScenarioCalendar _calendar;
    private readonly List<Actor> _actors = [];
    private readonly List<MailServerActor> _servers = [];
    private ulong _salt;
    private int _bots;
    private int _strangers;

    private Population(ScenarioOptions options, ScenarioCalendar calendar)
    {
        _options = options;
        _calendar = calendar;
        _draw = new Draw(options.Seed);
    }

    /// <summary>Everybody who plays.</summary>
    public static IReadOnlyList<Actor> Cast(ScenarioOptions options, ScenarioCalendar calendar)
    {
        Population population = new(options, calendar);
        population.CastInnocent();
        if (options.WithThreats)
        {
            population.CastSenders();
            population.CastFloods();
            population.CastScans();
            population.CastOthers();
        }

        return population._actors;
    }

    private void CastInnocent()
    {
        for (int server = 0; server < Many(6, 12); server++)
        {
            _servers.Add(new MailServerActor(Next(), Places.OwnServer(server)));
        }

        _actors.AddRange(_servers);
        _actors.AddRange(_servers.Take(3).Select(server => new MailboxActor(Next(), server.Address)));
        for (int sender = 0; sender < Many(1, 3); sender++)
        {
            _actors.Add(new NewsletterActor(Next(), Places.OwnServer(40 + sender), _servers[sender % _servers.Count]));
        }

        for (int list = 0; list < Many(1, 3); list++)
        {
            _actors.Add(new MailingListActor(Next(), Places.OwnServer(45 + list)));
        }

        int crowd = Math.Max(8, (int)(Crowd * _options.Size));
        _actors.Add(new WebCrowdActor(Next(), 0, crowd, ActivityCurve.Office));
        _actors.Add(new WebCrowdActor(Next(), FirstHomeClient, crowd / 2, ActivityCurve.Home));
        _actors.Add(new WebSiteActor(Next(), Places.OwnServer(30)));
        _actors.Add(new WebSiteActor(Next(), Places.OwnServer(31)));
        _actors.Add(new BulkActor(Next(), crowd));
        _actors.Add(new MonitorActor(Next(), Places.OwnServer(50)));
        _actors.Add(new NoiseActor(Next(), FirstHomeClient + 500, _draw.Between(1, 2)));
    }

    private void CastSenders()
    {
        for (int bot = 0; bot < Many(10, 18); bot++)
        {
            (long from, long to) = Span(_draw.LogUniform(5, 96) * HourMs);
            _actors.Add(new SpamBot(Next(), NextBot(), true, from, to));
        }

        for (int bot = 0; bot < Many(8, 14); bot++)
        {
            (long from, long to) = Span(_draw.LogUniform(.15, 4) * HourMs);
            _actors.Add(new SpamBot(Next(), NextBot(), false, from, to));
        }

        for (int relay = 0; relay < Math.Min(_servers.Count, Many(2, 4)); relay++)
        {
            (long from, long to) = Span(_draw.LogUniform(.7, 10) * HourMs);
            _actors.Add(new RelayAbuse(Next(), _servers[relay], from, to));
        }

        for (int attack = 0; attack < Math.Min(2, Many(1, 2)); attack++)
        {
            (long from, long to) = Span(_draw.LogUniform(3, 24) * HourMs);
            _actors.Add(new MailAttack(Next(), _servers[^(1 + attack)], from, to));
        }
    }

    private void CastFloods()
    {
        for (int flood = 0; flood < Many(4, 7); flood++)
        {
            (long from, long to) = Span(_draw.LogUniform(1, 8) * MinuteMs);
            bool forged = flood % 3 != 2;
            _actors.Add(new SynFlood(Next(), forged ? Places.OwnServer(30 + (flood % 2)) : NextBot(), forged, from, to));
        }

        for (int storm = 0; storm < Many(3, 6); storm++)
        {
            (long from, long to) = Span(_draw.LogUniform(1, 12) * MinuteMs);
            _actors.Add(new PingStorm(Next(), storm % 2 == 0 ? NextBot() : NextStranger(), storm % 2 == 0, from, to));
        }

        for (int flood = 0; flood < Many(3, 6); flood++)
        {
            (long from, long to) = Span(_draw.LogUniform(1.5, 15) * MinuteMs);
            _actors.Add(new Amplification(Next(), NextBot(), flood % 2 == 0, from, to));
        }
    }

    private void CastScans()
    {
        for (int scan = 0; scan < Many(8, 14); scan++)
        {
            bool slow = _draw.Chance(.35);
            (long from, long to) = Span((slow ? _draw.LogUniform(20, 300) : _draw.LogUniform(1, 15)) * MinuteMs);
            bool own = scan % 2 == 0;
            _actors.Add(new Scan(Next(), own ? NextBot() : NextStranger(), own, scan % 4 >= 2, slow, from, to));
        }
    }

    private void CastOthers()
    {
        for (int abuse = 0; abuse < Many(4, 8); abuse++)
        {
            (long from, long to) = Span(_draw.LogUniform(10, 240) * MinuteMs);
            _actors.Add(new DnsAbuse(Next(), NextBot(), abuse % 2 == 0, from, to));
        }

        for (int guess = 0; guess < Many(4, 8); guess++)
        {
            (long from, long to) = Span(_draw.LogUniform(8, 240) * MinuteMs);
            _actors.Add(new LoginGuess(Next(), NextStranger(), _servers[guess % 3].Address, from, to));
        }
    }

    private Draw Next() => _draw.Child(++_salt);

    private uint NextBot()
    {
        // Half the infected machines belong to people who browse with them meanwhile.
        int number = _bots++;
        return number % 2 == 0 && number < Crowd * _options.Size ? Places.OwnClient(number) : Places.OwnClient(FirstBot + number);
    }

    private uint NextStranger() => Places.WorldClient(3_500_000 + (++_strangers * 1_021));

    private int Many(int low, int high) => Math.Max(1, (int)Math.Round(_draw.Between(low, high) * _options.Size));

    private (long From, long To) Span(double length)
    {
        long whole = _calendar.End - ScenarioCalendar.Start;
        long taken = (long)Math.Min(length, whole * .8);
        long from = ScenarioCalendar.Start + (long)((whole - taken) * _draw.Unit());
        return (from, from + taken);
    }
}
