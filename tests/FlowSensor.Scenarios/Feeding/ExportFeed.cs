using FlowSensor.Engine.Collection;
using FlowSensor.Generator;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Scenarios.Talks;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>NetFlow version 9 datagrams of one border router, a template every minute, to the sensor's collector.</summary>
internal sealed class ExportFeed : IScenarioFeed
{
    private const int SecondsBetweenTemplates = 60;

    private readonly Collector _collector;
    private readonly FlowMeter _meter;
    private readonly V9Encoder _encoder;
    private readonly IpAddress _router = IpAddress.FromIPv4(0x0A00_0001);
    private readonly List<MeteredEnd> _leaving = [];
    private long _seconds;
    private long _next;

    /// <summary>Makes a feed.</summary>
    /// <param name="collector">Takes the datagrams.</param>
    /// <param name="start">Where time begins, Unix milliseconds.</param>
    /// <param name="activeTimeout">The router's active timeout.</param>
    public ExportFeed(Collector collector, long start, TimeSpan activeTimeout)
    {
        _collector = collector;
        _meter = new FlowMeter(start, (int)activeTimeout.TotalMilliseconds);
        _next = start;
        _encoder = new V9Encoder(0, new GeneratorOptions { Start = start / 1000 });
        Now = start;
    }

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <inheritdoc/>
    public FirstSeen Seen { get; } = new();

    /// <summary>Records given.</summary>
    public long Records { get; private set; }

    /// <inheritdoc/>
    public void Open(Talk talk)
    {
        _meter.Actor = talk.Actor;
        talk.Meter(_meter);
    }

    /// <inheritdoc/>
    public void RunUntil(long timeMs)
    {
        // A datagram arrives in the second that it names.
        for (; _next + 1000 <= timeMs; _next = Now + 1000)
        {
            Now = _meter.TakeSecond(_leaving);
            Export(Now);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        while (_meter.Waiting > 0)
        {
            RunUntil(_next + 1000);
        }
    }

    private void Export(long time)
    {
        bool templates = _seconds++ % SecondsBetweenTemplates == 0;
        int at = 0;
        while (at < _leaving.Count || templates)
        {
            _encoder.Begin(time, templates);
            templates = false;
            while (at < _leaving.Count && _encoder.HasRoom)
            {
                MeteredEnd end = _leaving[at++];
                GeneratedFlow flow = end.Flow;
                flow.FirstAge = (uint)Math.Max(0, time - end.First);
                flow.LastAge = (uint)Math.Max(0, time - end.Last);
                _encoder.Add(in flow);
                Records++;
                Seen.Note(end.Actor, Now);
            }

            _collector.Receive(_encoder.Finish(), _router, time);
        }

        _leaving.Clear();
    }
}
