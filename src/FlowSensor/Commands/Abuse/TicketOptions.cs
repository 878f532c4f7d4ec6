using System.CommandLine;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Abuse;

/// <summary>What the commands about tickets have in common: store and configuration.</summary>
internal sealed class TicketOptions
{
    private readonly StoreFolder _store;

    /// <summary>Adds the options to a command, its own first.</summary>
    public TicketOptions(Command command, params ReadOnlySpan<Option> own)
    {
        foreach (Option option in own)
        {
            command.Options.Add(option);
        }

        _store = new StoreFolder(command);
    }

    /// <summary>Does something with the tickets of the store.</summary>
    public int With(ParseResult parsed, Func<TicketBook, DeskDatabase, SensorOptions, int> work) =>
        WithAsync(parsed, (book, database, options) => Task.FromResult(work(book, database, options))).GetAwaiter().GetResult();

    /// <summary>Does something with the tickets of the store.</summary>
    /// <exception cref="StoreException">There is no store, or it cannot be used.</exception>
    public async Task<int> WithAsync(ParseResult parsed, Func<TicketBook, DeskDatabase, SensorOptions, Task<int>> work)
    {
        SensorOptions options = _store.Options(parsed);
        string folder = _store.Path(parsed, options);

        // A question makes no store.
        StoreReader.Open(folder).Dispose();
        using DeskDatabase database = DeskDatabase.Open(folder);
        return await work(new TicketBook(database), database, options).ConfigureAwait(false);
    }
}
