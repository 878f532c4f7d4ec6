using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Tests.Output.Influx;

/// <summary>A server that takes writes of version 2 only as the documentation has them: path, org, bucket, precision, token, gzip, content type.</summary>
internal sealed class StrictInflux : IDisposable
{
    private readonly WebApplication _application;

    public StrictInflux(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _application = builder.Build();
        _application.Run(TakeAsync);
        _application.Start();
        Url = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>What it does not take, in order of arrival.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Lines taken.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Gives another answer than taking the lines; null to take them.</summary>
    public Func<string[], HttpResponse, string?> Answer { get; set; } = static (_, _) => null;

    public void Dispose()
    {
        _application.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        Requests++;
        HttpRequest request = context.Request;
        using MemoryStream packed = new();
        await request.Body.CopyToAsync(packed);
        Check(request.Method == "POST", request.Method);
        Check(request.Path == "/api/v2/write", request.Path);
        Check(request.QueryString.Value == "?org=n%20o%26c&bucket=flow%2Fsensor&precision=ms", request.QueryString.Value!);
        Check(request.Headers.Authorization == "Token s3cret==", request.Headers.Authorization!);
        Check(request.Headers.ContentEncoding == "gzip", request.Headers.ContentEncoding!);
        Check(request.ContentType == "text/plain; charset=utf-8", request.ContentType!);
        packed.Position = 0;
        using StreamReader reader = new(new GZipStream(packed, CompressionMode.Decompress), new UTF8Encoding(false, throwOnInvalidBytes: true));
        string text = await reader.ReadToEndAsync();
        Check(text.EndsWith('\n'), text);
        string[] lines = text[..^1].Split('\n');
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        string? body = Answer(lines, context.Response);
        if (body is not null)
        {
            await context.Response.WriteAsync(body);
        }
        else if (context.Response.StatusCode == StatusCodes.Status204NoContent)
        {
            Array.ForEach(lines, Lines.Enqueue);
        }
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
        {
            Complaints.Enqueue(what);
        }
    }
}
