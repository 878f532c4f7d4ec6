namespace FlowSensor.Engine.Output.Notifications;

/// <summary>A way to tell somebody.</summary>
internal interface INoticeChannel : IDisposable
{
    /// <summary>Sends one message.</summary>
    /// <exception cref="NoticeException">It was not taken.</exception>
    Task SendAsync(NoticeMessage message, CancellationToken cancellation);
}
