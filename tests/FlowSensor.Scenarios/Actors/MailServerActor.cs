using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>
/// A mail server of the own network: sends to a few domains often and to many rarely, receives mail and, more than that, junk.
/// Now and then somebody writes to everybody.
/// </summary>
internal sealed class MailServerActor : Actor
{
    private const int JunkSenders = 20_000;

    private readonly Draw _draw;
    private readonly MailQueue _queue;
    private readonly MailMix _inbound;
    private readonly MailMix _junk;
    private readonly DayNoise _noise;
    private readonly double _outPerHour;
    private readonly double _inPerHour;
    private readonly double _junkPerHour;
    private readonly int _domains;
    private readonly int _firstDomain;
    private int _toEverybody;

    public MailServerActor(Draw draw, uint address)
    {
        _draw = draw;
        Address = address;
        double perDay = Math.Clamp(draw.LogNormal(450, 1.1), 25, 4_000);
        _outPerHour = perDay / ScenarioCalendar.HoursOf(ActivityCurve.Office);
        _inPerHour = _outPerHour * draw.LogUniform(.7, 2.5);
        _junkPerHour = _inPerHour * draw.LogUniform(.4, 3);
        _domains = (int)draw.LogUniform(40, 1_500);
        _firstDomain = draw.Below(Places.MailServers);
        _queue = new MailQueue(draw.Child(1), address, MailMix.Ordinary(draw));
        _inbound = MailMix.Ordinary(draw);
        _junk = MailMix.InboundJunk(draw);
        _noise = new DayNoise(draw.Child(2), .2);
    }

    /// <summary>Its address.</summary>
    public uint Address { get; }

    /// <summary>Messages it sends in its busiest hour.</summary>
    public double PerBusyHour => _outPerHour;

    /// <summary>Sessions it takes in its busiest hour.</summary>
    public double TakenPerBusyHour => _inPerHour + _junkPerHour;

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        double noise = _noise.At(minute);
        double office = stage.Calendar.Activity(ActivityCurve.Office, minute) * noise;
        double world = stage.Calendar.Activity(ActivityCurve.World, minute) * noise;
        _queue.Retry(stage, minute);
        Send(stage, minute, _draw.Poisson(_outPerHour * office / 60));
        WriteToEverybody(stage, minute, office);
        for (int left = _draw.Poisson(_inPerHour * ((office * .7) + (world * .3)) / 60); left > 0; left--)
        {
            uint client = Places.MailServer(_firstDomain + (_draw.Popular(_domains) * 7));
            Receive(stage, minute + _draw.Below(MinuteMs), client, _inbound, listed: .02);
        }

        for (int left = _draw.Poisson(_junkPerHour * world / 60); left > 0; left--)
        {
            Receive(stage, minute + _draw.Below(MinuteMs), Places.WorldClient(_draw.Popular(JunkSenders)), _junk, listed: .6);
        }
    }

    /// <summary>A session that somebody brings, with the questions that a careful server asks about the client.</summary>
    public void Receive(Stage stage, long at, uint client, MailMix mix, double listed)
    {
        stage.Ask(_draw, at + 5, Address, DnsName.Reverse, client, DnsMessages.Ptr, _draw.Chance(.7));
        stage.Ask(_draw, at + 8, Address, DnsName.Reverse, client + 1, DnsMessages.A, _draw.Chance(listed));
        MailOutcome outcome = mix.Outcome(_draw);
        if (outcome is MailOutcome.Unanswered or MailOutcome.Refused)
        {
            outcome = MailOutcome.Delivered;
        }

        stage.Tcp(at, client, Address, 25, mix.Session(_draw, outcome), _draw.Between(8, 250));
    }

    private void Send(Stage stage, long minute, int messages)
    {
        for (; messages > 0; messages--)
        {
            _queue.Send(stage, minute + _draw.Below(MinuteMs - 1_000), _firstDomain + _draw.Popular(_domains));
        }
    }

    // The director writes to all staff and alumni: once a week or so, some hundreds within minutes.
    private void WriteToEverybody(Stage stage, long minute, double office)
    {
        if (_toEverybody == 0 && _draw.Chance(office / (60 * 40)))
        {
            _toEverybody = (int)(_draw.LogUniform(.5, 4) * _outPerHour) + 20;
        }

        int now = Math.Min(_toEverybody, (int)Math.Ceiling(_outPerHour / 8) + 4);
        _toEverybody -= now;
        Send(stage, minute, now);
    }
}
