using FlowSensor.Dashboard.Answers;
using FlowSensor.Hosting;

namespace FlowSensor.Dashboard.Api;

/// <summary>Brings the answers and the API into the dashboard's server.</summary>
internal static class DashboardApi
{
    /// <summary>Adds <see cref="SensorAnswers"/> for pages and API.</summary>
    /// <param name="services">The server's services.</param>
    /// <param name="status">The sensor.</param>
    public static void Add(IServiceCollection services, SensorStatus status)
    {
        // Made by the container, so that it is closed with the server.
        services.AddSingleton(provider => new SensorAnswers(status, provider.GetRequiredService<TimeProvider>()));
    }
}
