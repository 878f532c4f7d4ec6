using FlowSensor.Engine.Storage;

namespace FlowSensor.Dashboard.Access;

/// <summary>Answers what nobody else caught, without telling what it was; the sensor's log has that.</summary>
/// <param name="logger">The sensor's log.</param>
internal sealed class FailureGuard(ILogger<AuditLog> logger) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Refusals.WriteAsync(context, failure.StatusCode, "Bad request", "The request is too large or is none that HTTP knows.");
        }
        catch (StoreException failure) when (!context.Response.HasStarted)
        {
            AccessLog.Failed(logger, failure.Message);
            context.Response.Clear();
            await Refusals.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "No store", "The store cannot be used just now; the sensor's log says why.");
        }
#pragma warning disable CA1031 // The edge of the request: whatever it was, the answer is the same and the log has it.
        catch (Exception failure) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            AccessLog.Failed(logger, $"The dashboard failed: {failure.GetType().Name}: {failure.Message}");
            context.Response.Clear();
            await Refusals.WriteAsync(context, StatusCodes.Status500InternalServerError, "Failed", "The dashboard failed; the sensor's log says why.");
        }
    }
}
