using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Status;

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
        services.AddSingleton(provider => new RequestReader(status, provider.GetRequiredService<SensorAnswers>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ApiHandler>();
    }

    /// <summary>Puts refusals without words into problem documents; before everything that may refuse.</summary>
    public static void Use(WebApplication application) => application.Use(static next => context => ApiProblems.FillAsync(context, next));

    /// <summary>Opens the endpoints of the table, and the document about them.</summary>
    /// <param name="application">The server.</param>
    /// <param name="logging">The sensor's own.</param>
    public static void Map(WebApplication application, ILoggerFactory logging)
    {
        ILogger logger = logging.CreateLogger(nameof(DashboardApi));
        ApiHandler handler = application.Services.GetRequiredService<ApiHandler>();
        foreach (ApiEndpoint endpoint in ApiTable.Endpoints)
        {
            application.MapMethods(ApiTable.Prefix + endpoint.Path, [endpoint.Method], context => ApiProblems.AnswerAsync(context, asked => handler.HandleAsync(endpoint, asked), logger))
                .WithName(endpoint.Name)
                .RequireAuthorization(endpoint.Policy);
        }

        // Pages answer every other path: what is no endpoint of the API must not become a page.
        application.Map("/api/{**rest}", UnknownPath.AnswerAsync).RequireAuthorization(AccessPolicies.Read);
        byte[] document = OpenApiDocument.Of(ApiTable.Prefix, ApiTable.Endpoints);
        application.MapGet("/openapi/v1.json", context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = document.Length;
            return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
        }).RequireAuthorization(AccessPolicies.Read);
    }
}
