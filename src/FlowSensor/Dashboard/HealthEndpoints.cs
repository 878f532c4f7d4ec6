using System.Text.Json;
using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Status;

namespace FlowSensor.Dashboard;

/// <summary><c>/healthz</c>: the sensor works on. <c>/readyz</c>: it receives; and, for those who may look, how store and outputs do.</summary>
internal static class HealthEndpoints
{
    /// <summary>Where the first is.</summary>
    public const string AlivePath = "/healthz";

    /// <summary>Where the second is.</summary>
    public const string ReadyPath = "/readyz";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, SensorStatus status)
    {
        endpoints.MapGet(AlivePath, context => AnswerAsync(context, status.IsAlive, json => json.WriteBoolean("alive", status.IsAlive))).AllowAnonymous();
        endpoints.MapGet(ReadyPath, context => AnswerAsync(context, status.IsReceiving && status.IsAlive, json => Write(json, status, MayLook(context)))).AllowAnonymous();
    }

    // Names of machines and what they answered are nobody else's business.
    private static bool MayLook(HttpContext context) =>
        Actor.Of(context.User).Role >= AccessRole.Read && context.RequestServices.GetRequiredService<PlaceGuard>().IsDeclared(context);

    private static async Task AnswerAsync(HttpContext context, bool isGood, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, SensorStatus status, bool mayLook)
    {
        json.WriteBoolean("receiving", status.IsReceiving);
        if (!mayLook)
        {
            return;
        }

        json.WriteStartObject("store");
        json.WriteNumber("written", status.StoreWritten);
        json.WriteNumber("lost", status.StoreLost);
        json.WriteEndObject();
        json.WriteStartArray("outputs");
        foreach (OutputState output in status.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("output", output.Output);
            json.WriteBoolean("healthy", output.IsHealthy);
            json.WriteNumber("delivered", output.Delivered);
            json.WriteNumber("rejected", output.Rejected);
            json.WriteNumber("dropped", output.Dropped);
            json.WriteNumber("waiting", output.Waiting);
            json.WriteNumber("spool_octets", output.SpoolOctets);
            json.WriteString("trouble", output.LastTrouble);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
