using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Output.TimeSeries;

namespace FlowSensor.Engine.Output.Influx;

/// <summary>
/// Writes batches of lines to InfluxDB, or to what speaks its protocol. When a server refuses a batch as a whole because of some of its
/// lines, halves are sent, and halves of these, until the bad lines stand alone: the good ones are kept.
/// </summary>
internal sealed class InfluxSender : IBatchSender
{
    // Enough to single out some bad lines among thousands; a batch of nothing but bad lines is not sent a thousand times.
    private const int MostRequests = 64;

    private readonly InfluxRequests _requests;
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    public InfluxSender(InfluxOptions options, TimeProvider clock)
    {
        _requests = new InfluxRequests(options);
        _client = InfluxRequests.Client(options);
        _clock = clock;
    }

    /// <inheritdoc/>
    public SendVerdict Send(SpoolBatch batch, CancellationToken stop)
    {
        bool isTop = batch.Headers.TryGetValue(LineBatchWriter.ContentHeader, out string? content) && content == LineBatchWriter.TopContent;
        int requests = 0;
        int rejected = 0;
        string reason = "";
        Stack<ReadOnlyMemory<byte>> parts = new([batch.Payload]);
        while (parts.TryPop(out ReadOnlyMemory<byte> part))
        {
            int lines = part.Span.Count((byte)'\n');
            (SendVerdict verdict, bool divide) = SendPart(part, lines, isTop, stop);
            if (verdict.Outcome == SendOutcome.Retry)
            {
                // Points that were taken before are sent again with the rest, and take their own places.
                return verdict;
            }

            if (verdict.Outcome == SendOutcome.Delivered)
            {
                rejected += verdict.RejectedItems;
                reason = verdict.RejectedItems > 0 ? verdict.Reason : reason;
            }
            else if (divide && lines > 1 && ++requests < MostRequests)
            {
                (ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) = Halve(part, lines / 2);
                parts.Push(second);
                parts.Push(first);
            }
            else
            {
                rejected += lines;
                reason = verdict.Reason;
            }
        }

        return rejected == 0 ? SendVerdict.Delivered
            : rejected >= batch.Items ? SendVerdict.Rejected(reason)
            : SendVerdict.DeliveredInPart(rejected, reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private (SendVerdict Verdict, bool Divide) SendPart(ReadOnlyMemory<byte> part, int lines, bool isTop, CancellationToken stop)
    {
        try
        {
            using HttpRequestMessage request = _requests.Write(part, isTop);
            using HttpResponseMessage response = _client.Send(request, stop);
            return response.IsSuccessStatusCode ? (SendVerdict.Delivered, false) : Judge(response, ReadBody(response), lines);
        }
        catch (HttpRequestException failure)
        {
            return (SendVerdict.Retry($"{_requests.Server} cannot be reached: {Explain(failure)}"), false);
        }
        catch (IOException failure)
        {
            return (SendVerdict.Retry($"{_requests.Server} broke off: {InfluxRefusal.OneLine(failure.Message)}"), false);
        }
        catch (OperationCanceledException)
        {
            string reason = stop.IsCancellationRequested ? "the sensor was stopped" : $"{_requests.Server} did not answer in time";
            return (SendVerdict.Retry(reason), false);
        }
    }

    private (SendVerdict Verdict, bool Divide) Judge(HttpResponseMessage response, string body, int lines)
    {
        int status = (int)response.StatusCode;
        InfluxRefusal refusal = InfluxRefusal.Read(body, lines);
        string reason = $"{_requests.Server} answered {status}{(refusal.Reason.Length > 0 ? ": " + refusal.Reason : "")}";
        switch (response.StatusCode)
        {
            case HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when refusal.IsPartial:
                return (SendVerdict.DeliveredInPart(refusal.Lines, reason), false);
            case HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge:
                return (SendVerdict.Rejected(reason), true);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return (SendVerdict.Retry(reason + "; see the token, or user and password, of outputs.influxdb", RetryAfter(response)), false);
            case HttpStatusCode.NotFound:
                return (SendVerdict.Retry(reason + "; see url, bucket and database of outputs.influxdb", RetryAfter(response)), false);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                return (SendVerdict.Retry(reason, RetryAfter(response)), false);
            default:
                return (status is >= 400 and < 500 ? SendVerdict.Rejected(reason) : SendVerdict.Retry(reason, RetryAfter(response)), false);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } wish ? null : wish.Delta ?? (wish.Date - _clock.GetUtcNow());

    // The client has it in memory, as far as it takes one.
    private static string ReadBody(HttpResponseMessage response)
    {
        using StreamReader body = new(response.Content.ReadAsStream(), Encoding.UTF8);
        return body.ReadToEnd();
    }

    private static (ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second) Halve(ReadOnlyMemory<byte> part, int lines)
    {
        int end = 0;
        for (int line = 0; line < lines; line++)
        {
            end += part.Span[end..].IndexOf((byte)'\n') + 1;
        }

        return (part[..end], part[end..]);
    }

    private static string Explain(HttpRequestException failure) => failure.InnerException switch
    {
        AuthenticationException trouble => InfluxRefusal.OneLine(trouble.Message.TrimEnd('.')) + "; a server with a certificate of one's own needs outputs.influxdb.ca_file",
        SocketException trouble => InfluxRefusal.OneLine(trouble.Message.TrimEnd('.')),
        { } trouble => InfluxRefusal.OneLine(trouble.Message.TrimEnd('.')),
        null => InfluxRefusal.OneLine(failure.Message.TrimEnd('.')),
    };
}
