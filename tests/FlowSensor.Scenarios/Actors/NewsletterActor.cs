using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>A sender of newsletters: a blast on some days, to very many domains, as fast as the machine was set to.</summary>
internal sealed class NewsletterActor : Actor
{
    private readonly Draw _draw;
    private readonly MailServerActor _bounces;
    private readonly MailMix _bounceMix;
    private readonly MailQueue _queue;
    private readonly double _blastPerDay;
    private readonly double _readers;
    private readonly double _perMinute;
    private double _left;

    public NewsletterActor(Draw draw, uint address, MailServerActor bounces)
    {
        _draw = draw;
        _bounces = bounces;
        _bounceMix = MailMix.Ordinary(draw);
        _queue = new MailQueue(draw.Child(1), address, MailMix.Newsletter(draw));
        _blastPerDay = draw.LogUniform(.15, .8);
        _readers = draw.LogUniform(400, 6_000);
        _perMinute = draw.LogUniform(6, 150);
        Address = address;
    }

    /// <summary>Its address.</summary>
    public uint Address { get; }

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        _queue.Retry(stage, minute);
        double office = stage.Calendar.Activity(IsNightly ? ActivityCurve.Flat : ActivityCurve.Office, minute);
        if (_left <= 0 && _draw.Chance(_blastPerDay * office / (60 * ScenarioCalendar.HoursOf(ActivityCurve.Office))))
        {
            _left = _readers * _draw.Uniform(.85, 1.05);
        }

        if (_left <= 0)
        {
            return;
        }

        int now = (int)Math.Min(Math.Ceiling(_left), _draw.Poisson(_perMinute));
        _left -= now;
        for (; now > 0; now--)
        {
            long at = minute + _draw.Below(MinuteMs - 1_000);
            _queue.Send(stage, at, _draw.Popular(Places.MailServers));
            if (_draw.Chance(.02))
            {
                _bounces.Receive(stage, at + 500, Places.MailServer(_draw.Below(Places.MailServers)), _bounceMix, .02);
            }
        }
    }

    // Some have their blasts at any hour.
    private bool IsNightly => (Address & 1) == 0;
}
