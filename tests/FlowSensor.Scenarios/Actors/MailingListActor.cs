using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>A server of mailing lists: each posting that comes in goes out to the members' domains at once.</summary>
internal sealed class MailingListActor : Actor
{
    private readonly Draw _draw;
    private readonly MailServerActor _server;
    private readonly MailQueue _queue;
    private readonly MailMix _inbound;
    private readonly double _postingsPerHour;
    private readonly int[] _members;
    private readonly int _firstDomain;
    private int _left;

    /// <summary>Makes a list server that takes its postings at an address of its own.</summary>
    public MailingListActor(Draw draw, uint address)
    {
        _draw = draw;
        _server = new MailServerActor(draw.Child(3), address);
        _queue = new MailQueue(draw.Child(1), address, MailMix.Ordinary(draw));
        _inbound = MailMix.Ordinary(draw);
        _postingsPerHour = draw.LogUniform(2, 20) / ScenarioCalendar.HoursOf(ActivityCurve.Office);
        _members = [.. Enumerable.Range(0, draw.Between(2, 6)).Select(_ => (int)draw.LogUniform(10, 260))];
        _firstDomain = draw.Below(Places.MailServers);
    }

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        _queue.Retry(stage, minute);
        double office = stage.Calendar.Activity(ActivityCurve.Office, minute);
        for (int postings = _draw.Poisson(_postingsPerHour * office / 60); postings > 0; postings--)
        {
            _server.Receive(stage, minute + _draw.Below(MinuteMs), Places.MailServer(_firstDomain + _draw.Below(50)), _inbound, .02);
            _left += _members[_draw.Below(_members.Length)];
        }

        int now = Math.Min(_left, _draw.Between(20, 90));
        _left -= now;
        for (; now > 0; now--)
        {
            _queue.Send(stage, minute + _draw.Below(MinuteMs - 1_000), _firstDomain + _draw.Below(300));
        }
    }
}
