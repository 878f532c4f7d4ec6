using System.Text.Json;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>Asks an RDAP server for the entities of an address (RFC 9083 5.1, 5.4) and takes their mailboxes by role.</summary>
/// <param name="client">Client with a timeout.</param>
/// <param name="server">Base address; <c>ip/ADDRESS</c> is added (RFC 9082 3.1.1).</param>
public sealed class RdapClient(HttpClient client, Uri server) : IContactLookup
{
    private const int MaximumOctets = 1 << 20;
    private const int MaximumDepth = 8;

    /// <inheritdoc/>
    public string Source => $"rdap {server.Host}";

    /// <inheritdoc/>
    public async Task<RemoteAnswer> FindAsync(IpAddress address, CancellationToken cancellation)
    {
        try
        {
            var question = new Uri($"{server.AbsoluteUri.TrimEnd('/')}/ip/{address}");
            using HttpResponseMessage response = await client.GetAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return RemoteAnswer.None($"answers {(int)response.StatusCode}");
            }

            using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            byte[] octets = new byte[MaximumOctets + 1];
            int length = await body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return length > MaximumOctets ? RemoteAnswer.None("answers more than 1 MiB") : Read(octets.AsMemory(0, length));
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return RemoteAnswer.None(error.Message);
        }
    }

    internal static RemoteAnswer Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            var collector = new ContactCollector();
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                collector.Named(Text(document.RootElement, "name"));
            }

            ReadEntities(document.RootElement, collector, 0);
            return collector.HasMail
                ? new RemoteAnswer(collector.Contacts, collector.Institution, null, $"names {collector.Contacts[0].Mail}")
                : RemoteAnswer.None("names no mailbox");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no text, a lone surrogate or octets that are not UTF-8.
            return RemoteAnswer.None("answers something that is not JSON");
        }
    }

    private static void ReadEntities(JsonElement parent, ContactCollector collector, int depth)
    {
        if (depth > MaximumDepth || !Property(parent, "entities", JsonValueKind.Array, out JsonElement entities))
        {
            return;
        }

        foreach (JsonElement entity in entities.EnumerateArray())
        {
            ContactRole? role = RoleOf(entity);
            if (role is ContactRole known
                && Property(entity, "vcardArray", JsonValueKind.Array, out JsonElement card)
                && card.GetArrayLength() > 1
                && card[1].ValueKind == JsonValueKind.Array)
            {
                ReadCard(card[1], known, collector);
            }

            ReadEntities(entity, collector, depth + 1);
        }
    }

    // RFC 7095 3.3: a property is [name, parameters, type, value].
    private static void ReadCard(JsonElement properties, ContactRole role, ContactCollector collector)
    {
        string name = "";
        string mail = "";
        string phone = "";
        foreach (JsonElement property in properties.EnumerateArray())
        {
            if (property.ValueKind != JsonValueKind.Array || property.GetArrayLength() < 4 || property[0].ValueKind != JsonValueKind.String)
            {
                continue;
            }

            string value = property[3].ValueKind == JsonValueKind.String ? property[3].GetString()! : "";
            value = value.Any(char.IsControl) || value.Length > 254 ? "" : value;
            switch (property[0].GetString())
            {
                case "fn":
                    name = value;
                    break;
                case "email":
                    mail = mail.Length == 0 ? value : mail;
                    break;
                case "tel":
                    phone = value.StartsWith("tel:", StringComparison.Ordinal) ? value["tel:".Length..] : value;
                    break;
                default:
                    break;
            }
        }

        if (Mailbox.IsValid(mail))
        {
            collector.Add(role, mail, name, phone);
        }
    }

    private static ContactRole? RoleOf(JsonElement entity)
    {
        if (!Property(entity, "roles", JsonValueKind.Array, out JsonElement roles))
        {
            return null;
        }

        string[] names = [.. roles.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!)];
        return names.Contains("abuse") ? ContactRole.Abuse
            : names.Contains("technical") || names.Contains("noc") ? ContactRole.Technical
            : names.Contains("administrative") || names.Contains("registrant") ? ContactRole.Admin
            : null;
    }

    private static string Text(JsonElement element, string name) =>
        Property(element, name, JsonValueKind.String, out JsonElement value) && !value.GetString()!.Any(char.IsControl) ? value.GetString()! : "";

    private static bool Property(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }
}
