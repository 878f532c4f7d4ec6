using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands.Asking;

/// <summary>Asks the API of a running sensor.</summary>
internal sealed class RemoteSensor : IDisposable
{
    private const int LongestToken = 4_096;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Uri _address;
    private readonly HttpClient _client;

    private RemoteSensor(Uri address, string? token)
    {
        _address = address;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
        if (token is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Prepares to ask a sensor; nothing is sent yet.</summary>
    /// <exception cref="CommandException">Address or token cannot be used.</exception>
    public static RemoteSensor Open(string url, string? tokenFile)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + '/', UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
        {
            throw new CommandException($"--url '{url}' is no address of a sensor; write it as http://127.0.0.1:8080 or https://sensor.example.org.", ExitCode.WrongUsage);
        }

        if (tokenFile is not null && address.Scheme == "http" && !address.IsLoopback)
        {
            throw new CommandException("--token-file would send the token where everybody on the way can read it; use an https address.", ExitCode.WrongUsage);
        }

        return new RemoteSensor(address, tokenFile is null ? null : ReadToken(tokenFile));
    }

    /// <summary>Asks for JSON.</summary>
    /// <param name="path">Path below <c>/api/v1/</c>.</param>
    /// <param name="query">Parameters; those without a value are left out.</param>
    /// <exception cref="CommandException">There is no answer.</exception>
    public RemoteAnswer Ask(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        using HttpResponseMessage response = Send(path, query, OutputForm.Json);
        return new RemoteAnswer(response);
    }

    /// <summary>Prints an answer as it comes.</summary>
    /// <param name="form">JSON or CSV.</param>
    /// <param name="path">Path below <c>/api/v1/</c>.</param>
    /// <param name="query">Parameters; those without a value are left out.</param>
    /// <exception cref="CommandException">There is no answer.</exception>
    public void Relay(OutputForm form, string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        using HttpResponseMessage response = Send(path, query, form);
        using Stream output = Console.OpenStandardOutput();
        using Stream body = response.Content.ReadAsStream();
        body.CopyTo(output);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string ReadToken(string file)
    {
        try
        {
            string token = new FileInfo(file) is { Length: <= LongestToken } ? File.ReadAllText(file).Trim() : "";
            return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? token
                : throw new CommandException($"'{file}' holds no token; --token-file names a file with nothing else in it.", ExitCode.WrongUsage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The token file '{file}' cannot be read: {FileTrouble.Describe(failure)}.", ExitCode.WrongUsage);
        }
    }

    private HttpResponseMessage Send(string path, ReadOnlySpan<(string Name, string? Value)> query, OutputForm form)
    {
        List<string> parts = [$"format={(form == OutputForm.Csv ? "csv" : "json")}"];
        foreach ((string name, string? value) in query)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        Uri asked = new(_address, $"api/v1/{path}?{string.Join('&', parts)}");
        try
        {
            HttpResponseMessage response = _client.Send(new HttpRequestMessage(HttpMethod.Get, asked), HttpCompletionOption.ResponseHeadersRead);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw Refused(response);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            string reason = failure is TaskCanceledException ? "it did not answer in time" : (failure.InnerException?.Message ?? failure.Message).TrimEnd('.');
            throw new CommandException($"The sensor at {_address.AbsoluteUri.TrimEnd('/')} cannot be asked: {reason}; check --url, and that 'flowsensor run' is up.", ExitCode.Failed);
        }
    }

    private CommandException Refused(HttpResponseMessage response)
    {
        string detail = "";
        if (response.Content.Headers.ContentType?.MediaType == ApiProblem.MediaType)
        {
            try
            {
                using Stream body = response.Content.ReadAsStream();
                detail = JsonSerializer.Deserialize(body, ApiJson.Default.ApiProblem)?.Detail ?? "";
            }
            catch (JsonException)
            {
                // What refuses so is no sensor; its status is all there is to say.
            }
        }

        string what = string.Concat(detail.Where(static letter => !char.IsControl(letter)));
        string hint = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? " Name a token with --token-file." : "";
        return new CommandException(
            $"The sensor at {_address.AbsoluteUri.TrimEnd('/')} refused ({(int)response.StatusCode}): {(what.Length > 0 ? what : "no reason given.")}{hint}",
            response.StatusCode == HttpStatusCode.BadRequest ? ExitCode.WrongUsage : ExitCode.Failed);
    }
}
