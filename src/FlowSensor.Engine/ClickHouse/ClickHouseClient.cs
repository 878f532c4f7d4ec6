using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowSensor.Engine.ClickHouse;

/// <summary>
/// Statements over ClickHouse's HTTP interface: the statement is in the body, or for an insert in the address with the rows in the body.
/// User and password go in headers, never in an address.
/// </summary>
internal sealed partial class ClickHouseClient : IDisposable
{
    // An answer of questions is a list of sources at most; what is longer is not read.
    private const int LongestAnswer = 256 << 20;
    private const int LongestError = 4_096;

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly string _user;
    private readonly string? _password;

    /// <summary>Makes a client of one node; nothing is sent yet.</summary>
    /// <param name="url">Address of the HTTP interface.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">The password; null for none.</param>
    /// <param name="timeout">How long an answer may take.</param>
    public ClickHouseClient(Uri url, string user, string? password, TimeSpan timeout)
    {
        _url = url;
        _user = user;
        _password = password;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(10, timeout.TotalSeconds)),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = timeout };
    }

    /// <summary>The node, without any secret.</summary>
    public string Name => _url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>Runs a statement that has no answer.</summary>
    /// <exception cref="ClickHouseException">It was refused, failed, or was not answered.</exception>
    public async Task ExecuteAsync(string statement, CancellationToken cancellation) => await QueryAsync(statement, cancellation).ConfigureAwait(false);

    /// <summary>Asks a question and gives the rows of its answer.</summary>
    /// <exception cref="ClickHouseException">It was refused, failed, or was not answered.</exception>
    public async Task<List<string[]>> QueryAsync(string statement, CancellationToken cancellation)
    {
        using StringContent content = new(statement, Encoding.UTF8);

        // With wait_end_of_query an error in the middle of an answer still has the status of an error.
        string answer = await SendAsync("wait_end_of_query=1&insert_distributed_sync=1", content, cancellation).ConfigureAwait(false);
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ClickHouseText.Fields)];
    }

    /// <summary>Inserts rows.</summary>
    /// <param name="statement">From <c>INSERT INTO</c> to <c>FORMAT RowBinary</c>.</param>
    /// <param name="gzip">The rows, compressed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ClickHouseException">It was refused, failed, or was not answered: then the rows may be there or not.</exception>
    public async Task InsertAsync(string statement, ReadOnlyMemory<byte> gzip, CancellationToken cancellation)
    {
        using ReadOnlyMemoryContent content = new(gzip);
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        // The answer of an insert into a Distributed table must mean that the rows are in the tables below it.
        await SendAsync($"insert_distributed_sync=1&query={Uri.EscapeDataString(statement)}", content, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(string parameters, HttpContent content, CancellationToken cancellation)
    {
        UriBuilder address = new(_url) { Query = parameters };
        using HttpRequestMessage request = new(HttpMethod.Post, address.Uri) { Content = content };
        request.Headers.Add("X-ClickHouse-User", _user);
        if (_password is not null)
        {
            request.Headers.Add("X-ClickHouse-Key", _password);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Refusal(response.StatusCode, await ReadAsync(response, LongestError, cut: true, cancellation).ConfigureAwait(false));
            }

            return await ReadAsync(response, LongestAnswer, cut: false, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new ClickHouseException($"ClickHouse at {Name} does not answer: {failure.GetBaseException().Message.TrimEnd('.')}.", 0, failure);
        }
        catch (IOException failure)
        {
            throw new ClickHouseException($"ClickHouse at {Name} broke off its answer: {failure.GetBaseException().Message.TrimEnd('.')}.", 0, failure);
        }
        catch (TaskCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ClickHouseException(
                string.Create(CultureInfo.InvariantCulture, $"ClickHouse at {Name} did not answer within {_http.Timeout.TotalSeconds:0} s."), 0, failure);
        }
    }

    private async Task<string> ReadAsync(HttpResponseMessage response, int longest, bool cut, CancellationToken cancellation)
    {
        using MemoryStream text = new();
        Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] piece = new byte[65_536];
            int read;
            while ((read = await body.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0)
            {
                int room = longest - (int)text.Length;
                text.Write(piece, 0, Math.Min(read, room));
                if (read > room)
                {
                    return cut ? Text(text) : throw new ClickHouseException($"The answer of ClickHouse at {Name} is longer than {longest >> 20} MiB; ask for less.");
                }
            }
        }

        return Text(text);
    }

    private static string Text(MemoryStream octets) => Encoding.UTF8.GetString(octets.GetBuffer(), 0, (int)octets.Length);

    // "Code: 60, e.displayText() = DB::Exception: Table a.b doesn't exist., e.what() = ..." and, from 20.x on, "Code: 60. DB::Exception: ...".
    private ClickHouseException Refusal(HttpStatusCode status, string text)
    {
        Match known = ErrorText().Match(text);
        int code = known.Success ? int.Parse(known.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        string reason = known.Success ? known.Groups[2].Value : text;
        char[] printable = [.. reason.Where(static letter => !char.IsControl(letter)).Take(300)];
        string sentence = new string(printable).Trim().TrimEnd('.');
        return new ClickHouseException(
            string.Create(CultureInfo.InvariantCulture, $"ClickHouse at {Name} answered {(int)status}{(code > 0 ? $", error {code}" : "")}: {(sentence.Length > 0 ? sentence : status.ToString())}."), code);
    }

    [GeneratedRegex(@"^Code: (\d{1,5})(?:, e\.displayText\(\) = |\. )(?:DB::Exception: )?(.*?)(?:, e\.what\(\)|$)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorText();
}
