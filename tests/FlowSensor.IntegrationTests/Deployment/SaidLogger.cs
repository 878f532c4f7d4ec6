using Microsoft.Extensions.Logging;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>Keeps the sentences that were logged.</summary>
internal sealed class SaidLogger : ILogger
{
    /// <summary>The sentences, oldest first.</summary>
    public List<string> Said { get; } = [];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
}
