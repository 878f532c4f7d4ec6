using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Mail servers by day.</summary>
internal sealed class MailAnswers(StorePool pool)
{
    /// <summary>Days of servers without samples, in order of server and day.</summary>
    /// <param name="range">Time: every whole local day it touches; without a start the seven days up to the end.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<MailServersReport> DaysAsync(TimeRange range, CancellationToken cancellation = default) =>
        pool.ShareAsync(("mail days", range), (store, options) => new MailServersQuery(store, options).Ask(range), cancellation);

    /// <summary>One local day with its samples, regression and top clients.</summary>
    /// <param name="day">The day.</param>
    /// <param name="server">One server; null for all.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<MailServersReport> DayAsync(DateOnly day, IpAddress? server = null, CancellationToken cancellation = default) =>
        pool.ShareAsync(("mail day", day, server), (store, options) => new MailServersQuery(store, options).Ask(day, server), cancellation);
}
