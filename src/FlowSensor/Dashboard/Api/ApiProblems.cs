using System.Text.Json;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowSensor.Dashboard.Api;

/// <summary>Puts everything that goes wrong below <c>/api</c> into a problem document, whoever refuses: routing, access, parameters, the store.</summary>
internal static class ApiProblems
{
    /// <summary>True for what the API answers.</summary>
    public static bool Concerns(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/openapi");

    /// <summary>Says what is meant where routing or access refuse without a word.</summary>
    public static async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (Concerns(context) && context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null })
        {
            await WriteAsync(context, context.Response.StatusCode, DetailOf(context)).ConfigureAwait(false);
        }
    }

    /// <summary>Answers a request and says what went wrong.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="logger">Where failures of the program itself are said.</param>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate answer, ILogger logger)
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (context.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            // Nobody waits for the answer any more.
            context.Abort();
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, failure, logger).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a problem document.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string detail, IReadOnlyDictionary<string, string>? errors = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ApiProblem.MediaType;
        ApiProblem problem = new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, context.Request.Path, errors);
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, ApiJson.Default.ApiProblem, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task WriteAsync(HttpContext context, Exception failure, ILogger logger)
    {
        switch (failure)
        {
            case ParameterProblems wrong:
                return WriteAsync(context, StatusCodes.Status400BadRequest, wrong.Message, wrong.Problems);
            case NotFoundException missing:
                return WriteAsync(context, StatusCodes.Status404NotFound, missing.Message);
            case BadHttpRequestException bad:
                return WriteAsync(context, bad.StatusCode, bad.Message);
            case SensorStartingException starting:
                context.Response.Headers.RetryAfter = "1";
                return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, starting.Message);
            case LongListsFullException full:
                context.Response.Headers.RetryAfter = "10";
                return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, full.Message);
            case StoreException store:
                return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, store.Message);
            default:
                // The class and place of it are for the log, not for who asks.
                ApiLog.Failed(logger, context.Request.Method, context.Request.Path, failure);
                return WriteAsync(context, StatusCodes.Status500InternalServerError, "The sensor failed to answer; its log says why.");
        }
    }

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "The request is no valid HTTP request for this path.",
        StatusCodes.Status401Unauthorized => "Nobody is logged in; send a token as 'Authorization: Bearer TOKEN', or log in.",
        StatusCodes.Status403Forbidden => "This is not allowed with this role or origin.",
        StatusCodes.Status404NotFound => "There is nothing at this path; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This path does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status429TooManyRequests => "Too many requests; wait a moment.",
        _ => ReasonPhrases.GetReasonPhrase(context.Response.StatusCode),
    };
}
