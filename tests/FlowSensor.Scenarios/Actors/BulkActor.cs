using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>Those who fill the line for a good reason: speed tests by people, backups by machines at night.</summary>
internal sealed class BulkActor(Draw draw, int clients) : Actor
{
    private const int Million = 1_000_000;

    private readonly double _testsPerDay = draw.LogUniform(.7, 5);
    private readonly int _backupHour = draw.Between(0, 5);
    private readonly int _backups = draw.Between(1, 3);
    private readonly double _backupSize = draw.LogUniform(4, 20);

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        if (draw.Chance(_testsPerDay * stage.Calendar.Activity(ActivityCurve.Home, minute) / (60 * ScenarioCalendar.HoursOf(ActivityCurve.Home))))
        {
            Test(stage, minute + draw.Below(20_000));
        }

        long sinceMidnight = (minute - ScenarioCalendar.Start) / MinuteMs % 1440;
        for (int host = 0; host < _backups; host++)
        {
            if (sinceMidnight == (_backupHour * 60) + (host * 13))
            {
                Backup(stage, minute, host);
            }
        }
    }

    private void Test(Stage stage, long at)
    {
        uint client = Places.OwnClient(draw.Below(clients));
        uint server = Places.WebServer(30_000 + draw.Below(8));
        for (int ping = 0; ping < 10; ping++)
        {
            stage.Tcp(at + (ping * 100), client, server, 8080, PlainScripts.Check, 8);
        }

        for (int direction = 0; direction < 2; direction++)
        {
            for (int session = draw.Between(4, 8); session > 0; session--)
            {
                stage.Tcp(at + 1_500 + (direction * 12_000), client, server, 8080, PlainScripts.Transfer(direction == 1, (int)draw.LogUniform(Million, 5 * Million)), 8);
            }
        }
    }

    private void Backup(Stage stage, long minute, int host)
    {
        for (int part = 0; part < 4; part++)
        {
            stage.Tcp(minute + (part * 12_000), Places.OwnServer(60 + host), Places.WebServer(31_000), 22, PlainScripts.Transfer(true, (int)(_backupSize * Million * draw.Uniform(.7, 1.3))), 12);
        }
    }
}
