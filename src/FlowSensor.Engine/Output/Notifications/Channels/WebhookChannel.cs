using System.Net;
using System.Net.Http.Headers;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Posts the JSON document. Redirects are not followed: the address of the configuration is the one that was meant.</summary>
internal sealed class WebhookChannel : INoticeChannel
{
    private readonly HttpClient _client;
    private readonly Uri _url;

    // Without the path, which often is the secret of a webhook.
    private readonly string _server;

    public WebhookChannel(WebhookOptions options)
    {
        _url = options.Url!;
        _server = _url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = 1 << 16,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FlowSensor", null));
        if (options.Token.Length > 0)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(NoticeMessage message, CancellationToken cancellation) => PostAsync(message.Json, message.Id, cancellation);

    /// <summary>Posts a document.</summary>
    /// <param name="json">The document.</param>
    /// <param name="id">Names it: the same when it is posted again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NoticeException">It was not taken.</exception>
    public async Task PostAsync(byte[] json, string id, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _url) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        // Whoever keeps the id can drop what arrives a second time, after an answer that got lost.
        request.Headers.TryAddWithoutValidation("Idempotency-Key", id);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new NoticeException(
                    $"{_server} answered {(int)response.StatusCode}.", IsPermanent(response.StatusCode), retryAfter: response.Headers.RetryAfter?.Delta);
            }
        }
        catch (HttpRequestException failure)
        {
            throw new NoticeException($"{_server} cannot be reached: {failure.Message}", isPermanent: false, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new NoticeException($"{_server} did not answer within {_client.Timeout.TotalSeconds:0.#} s.", isPermanent: false, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // What is wrong with the document stays wrong; what is wrong with the server, the limit or the token can be mended.
    private static bool IsPermanent(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity;
}
