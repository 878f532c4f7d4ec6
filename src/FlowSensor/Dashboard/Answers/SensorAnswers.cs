using FlowSensor.Status;


namespace FlowSensor.Dashboard.Answers;

/// <summary>
/// What the pages and the API show: one class an area, each asking the store's own queries over pooled connections, or the running sensor.
/// Answers are immutable; no method holds a connection after it has answered.
/// </summary>
internal sealed class SensorAnswers : IDisposable
{
    // As long as who asks a program's question commonly waits anyway.
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(10);

    private readonly StorePool _pool;

    /// <summary>Prepares the answers of a sensor.</summary>
    /// <param name="status">The sensor.</param>
    /// <param name="clock">Time.</param>
    public SensorAnswers(SensorStatus status, TimeProvider clock)
    {
        _pool = new StorePool(status, clock);
        Traffic = new TrafficAnswers(_pool);
        Sources = new SourceAnswers(_pool, status, clock);
        Mail = new MailAnswers(_pool);
        Dns = new DnsAnswers(_pool);
        Incidents = new IncidentAnswers(_pool, clock);
        Directory = new DirectoryAnswers(status, clock);
        Abuse = new AbuseAnswers(_pool, status, clock);
        Logs = new LogAnswers(_pool);
        Health = new HealthAnswers(_pool, status, clock);
    }

    /// <summary>Places for long lists of sources.</summary>
    public LongLists LongLists { get; } = new(ListPatience);

    /// <summary>Rates, sums and distributions of services; the tables of <c>top</c>, <c>buckets</c> and <c>exporters</c>.</summary>
    public TrafficAnswers Traffic { get; }

    /// <summary>The ranking of sources, and everything about one.</summary>
    public SourceAnswers Sources { get; }

    /// <summary>Mail servers by day.</summary>
    public MailAnswers Mail { get; }

    /// <summary>DNS messages.</summary>
    public DnsAnswers Dns { get; }

    /// <summary>Incidents, and what operators decide about them.</summary>
    public IncidentAnswers Incidents { get; }

    /// <summary>Routes and contacts.</summary>
    public DirectoryAnswers Directory { get; }

    /// <summary>Reports, complaints, block lists.</summary>
    public AbuseAnswers Abuse { get; }

    /// <summary>Rare lines and findings in logs.</summary>
    public LogAnswers Logs { get; }

    /// <summary>From received to stored, outputs, pollers, the store.</summary>
    public HealthAnswers Health { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        LongLists.Dispose();
    }
}
