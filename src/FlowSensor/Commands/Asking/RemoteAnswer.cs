using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Asking;

/// <summary>An answer of a running sensor: the document, and what its headers tell.</summary>
internal sealed class RemoteAnswer
{
    private readonly byte[] _body;
    private readonly Dictionary<string, string> _headers;

    /// <summary>Reads an answer whole.</summary>
    public RemoteAnswer(HttpResponseMessage response)
    {
        using Stream body = response.Content.ReadAsStream();
        using MemoryStream kept = new();
        body.CopyTo(kept);
        _body = kept.ToArray();
        _headers = response.Headers.ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Start of the time that it speaks about.</summary>
    public DateTimeOffset From => Time(ApiHeaders.From);

    /// <summary>Its end.</summary>
    public DateTimeOffset To => Time(ApiHeaders.To);

    /// <summary>The document.</summary>
    /// <exception cref="CommandException">It is not what a sensor answers.</exception>
    public T Read<T>(JsonTypeInfo<T> type) => Read(body => JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null"));

    /// <summary>The document, read by hand.</summary>
    /// <exception cref="CommandException">It is not what a sensor answers.</exception>
    public T Read<T>(Func<byte[], T> read)
    {
        try
        {
            return read(_body);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandException("What --url answers is not understood: it is no sensor, or one of another version.", ExitCode.Failed);
        }
    }

    /// <summary>Rows with the time that they speak about.</summary>
    /// <exception cref="CommandException">It is not what a sensor answers.</exception>
    public StoreAnswer<T> Rows<T>(JsonTypeInfo<IReadOnlyList<T>> type) => new(
        Read(body => JsonSerializer.Deserialize(body, type) is { } rows && rows.All(static row => row is not null) ? rows : throw new JsonException("a row is null")),
        int.TryParse(_headers.GetValueOrDefault(ApiHeaders.Spans), out int spans) ? spans : 0, From, To);

    private DateTimeOffset Time(string header) => ApiHeaders.TryTime(_headers.GetValueOrDefault(header), out DateTimeOffset time) ? time : default;
}
