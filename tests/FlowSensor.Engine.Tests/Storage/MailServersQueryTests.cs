using System.Text.Json;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class MailServersQueryTests : IDisposable
{
    // Monday 30 March 2026, local midnight in Taipei.
    private const long Monday = 1_774_800_000_000;
    private const long Day = 86_400_000;

    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");
    private static readonly IpAddress Client = IpAddress.Parse("2001:db8::99");

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;
    private readonly SensorOptions _options = new();

    public MailServersQueryTests()
    {
        _options.Store.Path = _folder;
        _options.Sensor.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");
        _options.Sensor.Holidays = [new DateOnly(2026, 4, 3)];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ask_DaysRecordedInParts_AddsUpAndJudgesByTheDaysBefore()
    {
        // The first days in a run of their own, as before a restart in the middle of a sample.
        Record(days: [(0, 1_000, 700, 23_000), (1, 1_000, 680, 22_000), (2, 1_000, 720, 24_000)]);
        Record(days: [(3, 1_000, 210, 59_780), (4, 1_000, 350, 12_000)]);

        using StoreReader reader = StoreReader.Open(_folder);
        JsonElement days = Json(new MailServersQuery(reader, _options).Ask(new TimeRange(Monday, Monday + (5 * Day))), withSamples: false);

        Assert.Equal(
            ["2026-03-30 weekday normal", "2026-03-31 weekday normal", "2026-04-01 weekday normal", "2026-04-02 weekday attacked", "2026-04-03 holiday normal"],
            days.EnumerateArray().Select(static day => $"{day.GetProperty("day")} {day.GetProperty("kind")} {day.GetProperty("verdict")}"));
        JsonElement attacked = days[3];
        Assert.Equal((1_000, 210, 59_780), (attacked.GetProperty("nc").GetInt32(), attacked.GetProperty("nf").GetInt32(), attacked.GetProperty("dq").GetInt32()));
        Assert.Equal(23_000, attacked.GetProperty("usual_dq").GetDouble());
        Assert.Equal(3, attacked.GetProperty("rejects").GetProperty("user_unknown").GetInt32());
        Assert.Equal(3, attacked.GetProperty("top_recipient_refusals").GetInt32());
    }

    [Fact]
    public void Ask_OneDay_GivesSamplesAndClients()
    {
        Record(days: [(0, 1_000, 700, 23_000)]);

        using StoreReader reader = StoreReader.Open(_folder);
        MailServersReport report = new MailServersQuery(reader, _options).Ask(new DateOnly(2026, 3, 30), Server);
        JsonElement day = Json(report, withSamples: true)[0];

        Assert.Equal(144, day.GetProperty("samples").GetArrayLength());
        Assert.Equal("00:00", day.GetProperty("samples")[0].GetProperty("time").GetString());
        Assert.Equal(1_000, day.GetProperty("samples").EnumerateArray().Sum(static sample => sample.GetProperty("nc").GetInt32()));
        JsonElement client = day.GetProperty("clients").EnumerateArray().Single();
        Assert.Equal((Client.ToString(), 1_000), (client.GetProperty("client").GetString(), client.GetProperty("connections").GetInt32()));
        Assert.Equal(0, new MailServersQuery(reader, _options).Ask(new DateOnly(2026, 3, 30), Client).Count);
        Assert.Equal(0, new MailServersQuery(reader, _options).Ask(new DateOnly(2026, 3, 29), server: null).Count);
    }

    [Fact]
    public void Ask_StoreWithoutMail_IsEmpty()
    {
        SensorStore.Open(_options.Store).Dispose();

        using StoreReader reader = StoreReader.Open(_folder);

        Assert.Equal(0, new MailServersQuery(reader, _options).Ask(default).Count);
    }

    private static JsonElement Json(MailServersReport report, bool withSamples)
    {
        using MemoryStream text = new();
        report.WriteJson(text, withSamples);
        return JsonElement.Parse(text.ToArray());
    }

    private void Record((int Day, int Connections, int Accepted, int Queries)[] days)
    {
        using SensorStore store = SensorStore.Open(_options.Store);
        MailRecorder recorder = new(store.Add);
        PacketIntake intake = new(_options, new TrafficAccounting(_options.Traffic, new Ignore()));
        foreach ((int number, int connections, int accepted, int queries) in days)
        {
            for (int i = 0; i < queries; i++)
            {
                long time = Monday + (number * Day) + (i * (Day - 1_000) / queries);
                intake.Mail.DnsQuery(Server, time);
                if (i < connections)
                {
                    intake.Mail.SmtpConnection(Server, Client, submission: false, time);
                }

                if (i < accepted)
                {
                    intake.Mail.MessageAccepted(Server, submission: false, estimated: false, time);
                }

                if (i < 3)
                {
                    intake.Mail.RecipientRejected(Server, SmtpRejectClass.UserUnknown, recipientHash: 7, time);
                }

                recorder.Advance(intake, time);
            }
        }

        recorder.Advance(intake, long.MaxValue);
        recorder.Advance(intake, long.MaxValue);
    }

    private sealed class Ignore : IWindowSink
    {
        public void OnWindow(ClosedWindow window)
        {
        }
    }
}
