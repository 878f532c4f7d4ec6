using FlowSensor.Engine.ClickHouse;


namespace FlowSensor.Engine.Storage.ClickHouse;

/// <summary>
/// A ClickHouse database where a store is named: <c>clickhouse://user@host:port/database</c>, the port that of the HTTP interface;
/// with <c>?secure=true</c> over TLS. A password never stands here, where other users of the machine could read it.
/// </summary>
public sealed record ClickHouseAddress
{
    private const string Scheme = "clickhouse";
    private const int DefaultPort = 8123;
    private const int DefaultSecurePort = 8443;

    private ClickHouseAddress()
    {
    }

    /// <summary>Address of the HTTP interface.</summary>
    public required Uri Url { get; init; }

    /// <summary>The user; null for that of the configuration.</summary>
    public string? User { get; init; }

    /// <summary>The database; null for that of the configuration.</summary>
    public string? Database { get; init; }

    /// <summary>True for a text that means ClickHouse, well formed or not.</summary>
    public static bool Means(string? store) => store?.StartsWith(Scheme + ":", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It is not one.</exception>
    public static ClickHouseAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme != Scheme || address.Host.Length == 0)
        {
            throw Refusal(text, "write it as clickhouse://user@host:8123/database");
        }

        if (address.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new StoreException("The store's address holds a password, which other users could read; put it into outputs.clickhouse.password_file of the configuration instead.");
        }

        bool secure = address.Query switch
        {
            "" or "?secure=false" => false,
            "?secure=true" => true,
            _ => throw Refusal(text, "the only parameter is ?secure=true"),
        };
        string database = address.AbsolutePath.Trim('/');
        if (database.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_') || (database.Length > 0 && char.IsAsciiDigit(database[0])))
        {
            throw Refusal(text, "the name of a database has letters, digits and underscores");
        }

        int port = address.Port > 0 ? address.Port : secure ? DefaultSecurePort : DefaultPort;
        return new ClickHouseAddress
        {
            Url = new UriBuilder(secure ? "https" : "http", address.Host, port).Uri,
            User = address.UserInfo.Length > 0 ? Uri.UnescapeDataString(address.UserInfo) : null,
            Database = database.Length > 0 ? database : null,
        };
    }

    /// <summary>Opens the database for questions.</summary>
    /// <param name="options">Gives what the address does not say, and the password.</param>
    /// <exception cref="StoreException">It does not answer, or is no database of sensors.</exception>
    public ITrafficQueries Open(ClickHouseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // The password belongs to the configuration's user, and is told to nobody as another's.
        string user = User ?? options.User;
        return ClickHouseQueries.Open(
            new ClickHouseClient(Url, user, user == options.User ? options.Password : null, options.Timeout), Database ?? options.Database);
    }

    private static StoreException Refusal(string text, string advice) => new($"'{text}' is not the address of a ClickHouse database: {advice}.");
}
