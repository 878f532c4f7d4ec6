using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>A mail server's day with everything that is printed of it. Rates are in 1/s.</summary>
internal sealed record MailDayReport
{
    public required IpAddress Server { get; init; }

    public required DateOnly Day { get; init; }

    public required DayKind Kind { get; init; }

    public required MailSample Total { get; init; }

    public required MailSample[] Samples { get; init; }

    /// <summary>Wall clock time each sample begins.</summary>
    public required TimeOnly[] Times { get; init; }

    /// <summary>Top clients, most connections first.</summary>
    public required IReadOnlyList<MailClientCurve> Clients { get; init; }

    /// <summary>(Dq - Np) over Nc of the samples.</summary>
    public required LinearFit Fit { get; init; }

    public required MailModel Model { get; init; }

    public required MailLevels Levels { get; init; }

    public required MailVerdict Verdict { get; init; }

    /// <summary>Refusals of the recipient refused most often; the address itself is not known.</summary>
    public required long TopRecipientRefusals { get; init; }

    /// <summary>The server's name where its address is not known; else null.</summary>
    public string? Name { get; init; }

    /// <summary>Where the counts come from.</summary>
    public MailOrigin Origin { get; init; }

    /// <summary>The same day by the server's log, where <see cref="Total"/> comes from the wire and there is one.</summary>
    public MailSample? Log { get; init; }

    /// <summary>What the server is shown as.</summary>
    public string Label => Name ?? Server.ToString();

    /// <summary>MEE: Nf / Nc; null without connections.</summary>
    public double? Efficiency => Total.Connections == 0 ? null : (double)Total.Accepted / Total.Connections;

    /// <summary>Dq over the usual Dq; null when that is not known.</summary>
    public double? QueriesRatio => Levels.Queries > 0 ? Total.Queries / Levels.Queries : null;

    /// <summary>True when part of the counts was concluded from sizes of encrypted sessions.</summary>
    public bool IsEstimated => Total.EstimatedAccepted > 0 || Total.EstimatedAccesses > 0;
}
