using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Csv;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Dashboard.Api;

/// <summary>What an endpoint answers: JSON, where there is one a table for CSV, and what the headers tell.</summary>
internal sealed record ApiAnswer
{
    private const int NewLine = '\n';

    /// <summary>Writes the JSON document.</summary>
    public required Func<Stream, CancellationToken, Task> WriteJsonAsync { get; init; }

    /// <summary>Names of the columns of CSV; empty where there is none.</summary>
    public IReadOnlyList<string> CsvNames { get; init; } = [];

    /// <summary>Rows of CSV.</summary>
    public IEnumerable<IReadOnlyList<string>> CsvRows { get; init; } = [];

    /// <summary>Rows of CSV that are asked for as they are sent, after the others.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>>? LaterCsvRows { get; init; }

    /// <summary>Start of what was used; null where the answer has no time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Its end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Stored spans that were put together; null where that says nothing.</summary>
    public int? Spans { get; init; }

    /// <summary>True when there are more rows behind this page.</summary>
    public bool HasMore { get; init; }

    /// <summary>Rows in all; null where they were not counted.</summary>
    public int? Total { get; init; }

    /// <summary>Bytes of another media type, which stand for everything else.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Their media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Name to save them under; null for none.</summary>
    public string? FileName { get; init; }

    /// <summary>What the audit log notes beside the action.</summary>
    public string AuditSubject { get; init; } = "";

    /// <summary>Status of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>A document of a known type.</summary>
    public static ApiAnswer Of<T>(T document, JsonTypeInfo<T> type) => new()
    {
        WriteJsonAsync = async (stream, cancellation) =>
        {
            await JsonSerializer.SerializeAsync(stream, document, type, cancellation).ConfigureAwait(false);
            stream.WriteByte(NewLine);
        },
    };

    /// <summary>Rows of a known type.</summary>
    public static ApiAnswer OfRows<T>(IReadOnlyList<T> rows, JsonTypeInfo<IReadOnlyList<T>> list, JsonTypeInfo<T> row)
    {
        CsvColumns columns = CsvColumns.Of(row);
        return Of(rows, list) with { CsvNames = columns.Names, CsvRows = rows.Select(item => columns.Row(item!)) };
    }

    /// <summary>
    /// Rows that are asked for as they are sent. A failure on the way breaks the connection off, so that nobody takes a part for the whole.
    /// </summary>
    public static ApiAnswer OfLaterRows<T>(IAsyncEnumerable<T> rows, JsonTypeInfo<IAsyncEnumerable<T>> list, IReadOnlyList<string> csvNames, Func<T, IReadOnlyList<string>> csvRow) =>
        Of(rows, list) with { CsvNames = csvNames, LaterCsvRows = rows.Select(csvRow) };

    /// <summary>A page of rows of a known type.</summary>
    public static ApiAnswer OfPage<T>(Page<T> page, JsonTypeInfo<IReadOnlyList<T>> list, JsonTypeInfo<T> row) =>
        OfRows(page.Rows, list, row) with { HasMore = page.HasMore, Total = page.Total };

    /// <summary>A document that is written by hand.</summary>
    public static ApiAnswer Written(Action<Stream> write) => new()
    {
        WriteJsonAsync = (stream, _) =>
        {
            write(stream);
            return Task.CompletedTask;
        },
    };

    /// <summary>The same with the time that an answer of the store speaks about.</summary>
    public ApiAnswer Over<T>(StoreAnswer<T> answer) => this with { From = answer.From, To = answer.To, Spans = answer.Spans };

    /// <summary>Writes comma separated values.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellation)
    {
        StreamWriter output = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        await using (output.ConfigureAwait(false))
        {
            await output.WriteLineAsync(string.Join(',', CsvNames).AsMemory(), cancellation).ConfigureAwait(false);
            foreach (IReadOnlyList<string> row in CsvRows)
            {
                await output.WriteLineAsync(LineOf(row), cancellation).ConfigureAwait(false);
            }

            if (LaterCsvRows is not null)
            {
                await foreach (IReadOnlyList<string> row in LaterCsvRows.WithCancellation(cancellation).ConfigureAwait(false))
                {
                    await output.WriteLineAsync(LineOf(row), cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private static ReadOnlyMemory<char> LineOf(IReadOnlyList<string> row) => string.Join(',', row.Select(CsvText.Quoted)).AsMemory();
}
