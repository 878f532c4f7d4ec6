using System.Globalization;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>
/// One client of the RWhois server (RFC 2167 3). The connection ends after a query unless <c>-holdconnect on</c> was said.
/// Directives that write or copy whole areas (register, xfer, notify, security, forward) are refused.
/// </summary>
/// <param name="directory">The objects.</param>
/// <param name="hostName">This server's name in the banner.</param>
/// <param name="referral">Where to send who asks for anything else, as <c>rwhois://host:port/auth-area=.</c>; empty for nowhere.</param>
public sealed class RwhoisSession(RwhoisDirectory directory, string hostName, string referral) : ILineSession
{
    private const int MaximumLimit = 256;

    // RFC 2167 3.1.9: class 1, directive 2, display 4, holdconnect 10, limit 20, quit 80, schema 200, soa 800, status 1000.
    private const string Capabilities = "001ab7";

    private static readonly (string Name, string Description)[] KnownDirectives =
    [
        ("class", "Describes classes"), ("directive", "Describes directives"), ("display", "Sets or lists display modes"),
        ("holdconnect", "Keeps the connection after a query"), ("limit", "Sets the most objects answered"), ("quit", "Ends the connection"),
        ("rwhois", "Starts a session"), ("schema", "Describes attributes"), ("soa", "Describes authority areas"), ("status", "Tells the server's state"),
    ];

    private int _limit = 20;
    private bool _hold;

    /// <inheritdoc/>
    public string Greeting => $"%rwhois V-1.5:{Capabilities}:00 {hostName} (FlowSensor)\r\n";

    /// <inheritdoc/>
    public string Answer(string line, out bool close)
    {
        var reply = new RwhoisReply();
        if (line.Length == 0)
        {
            close = false;
            return reply.Error(338, "Invalid Directive Syntax").ToString();
        }

        if (line[0] != '-')
        {
            Query(line, reply);
            close = !_hold;
            return reply.ToString();
        }

        string[] words = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string directive = words.Length == 0 ? "" : words[0].ToLowerInvariant();
        close = directive == "quit";
        Direct(directive, words.AsSpan(Math.Min(1, words.Length)), reply);
        return reply.ToString();
    }

    private void Direct(string directive, ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        switch (directive)
        {
            case "rwhois" when arguments.Length > 0 && arguments[0].StartsWith("V-1.", StringComparison.OrdinalIgnoreCase):
                reply.Line(Greeting.TrimEnd()).Ok();
                break;
            case "rwhois":
                reply.Error(300, "Not Compatible With Version");
                break;
            case "quit":
                reply.Ok();
                break;
            case "holdconnect" when arguments is [string state] && state.ToLowerInvariant() is "on" or "off":
                _hold = arguments[0].Equals("on", StringComparison.OrdinalIgnoreCase);
                reply.Ok();
                break;
            case "limit" when arguments is [string number]:
                Limit(number, reply);
                break;
            case "display":
                Display(arguments, reply);
                break;
            case "class":
                Classes(arguments, reply);
                break;
            case "schema":
                Schema(arguments, reply);
                break;
            case "soa":
                Areas(arguments, reply);
                break;
            case "status":
                Status(reply);
                break;
            case "directive":
                Directives(arguments, reply);
                break;
            case "holdconnect" or "limit" or "":
                reply.Error(338, "Invalid Directive Syntax");
                break;
            case "xfer" or "register" or "security" or "notify" or "forward":
                reply.Error(401, "Not Authorized For Directive");
                break;
            default:
                reply.Error(400, "Directive Not Available");
                break;
        }
    }

    private void Limit(string text, RwhoisReply reply)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= MaximumLimit)
        {
            _limit = limit;
            reply.Ok();
        }
        else
        {
            reply.Error(331, "Invalid Limit");
        }
    }

    private static void Display(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        if (arguments.IsEmpty)
        {
            reply.Block("display", "name:dump", "length:0").Ok();
        }
        else if (arguments[0].Equals("dump", StringComparison.OrdinalIgnoreCase))
        {
            reply.Ok();
        }
        else
        {
            reply.Error(436, "Invalid Display Format");
        }
    }

    // -class area [class ...]
    private void Classes(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        if (!IsArea(arguments, reply))
        {
            return;
        }

        foreach ((string name, string description) in RwhoisSchema.Classes)
        {
            if (IsNamed(arguments, name))
            {
                reply.Block("class", $"{name}:description:{description}", $"{name}:version:{RwhoisSchema.Version}");
            }
        }

        reply.Ok();
    }

    // -schema area [class ...]
    private void Schema(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        if (!IsArea(arguments, reply))
        {
            return;
        }

        foreach ((string owner, string name, string description, string type, bool indexed) in RwhoisSchema.Attributes)
        {
            if (IsNamed(arguments, owner))
            {
                reply.Block(
                    "schema",
                    $"{owner}:attribute:{name}",
                    $"{owner}:format:re:.*",
                    $"{owner}:description:{description}",
                    $"{owner}:indexed:{(indexed ? "ALL" : "NONE")}",
                    $"{owner}:required:{(name == "ID" ? "ON" : "OFF")}",
                    $"{owner}:multi-line:OFF",
                    $"{owner}:type:{type}",
                    $"{owner}:primary:{(name == "ID" ? "ON" : "OFF")}");
            }
        }

        reply.Ok();
    }

    // -soa [area ...]
    private void Areas(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        int told = 0;
        foreach (string area in directory.Areas)
        {
            if (told == _limit)
            {
                reply.Error(330, "Exceeded Response Limit");
                return;
            }

            if (arguments.IsEmpty || arguments.Contains(area))
            {
                told++;
                reply.Block(
                    "soa",
                    $"authority:{area}",
                    "ttl:86400",
                    $"serial:{RwhoisSchema.Version}",
                    "refresh:3600",
                    "increment:1800",
                    "retry:60",
                    $"primary:{hostName}");
            }
        }

        if (told == 0)
        {
            reply.Error(340, "Invalid Authority Area");
        }
        else
        {
            reply.Ok();
        }
    }

    private void Status(RwhoisReply reply) => reply.Block(
        "status",
        string.Create(CultureInfo.InvariantCulture, $"limit:{_limit}"),
        "display:dump",
        $"holdconnect:{(_hold ? "ON" : "OFF")}",
        "forward:OFF",
        "cache:OFF",
        "load:0",
        string.Create(CultureInfo.InvariantCulture, $"authority-records:{directory.Areas.Count}"),
        string.Create(CultureInfo.InvariantCulture, $"objects:{directory.Count}")).Ok();

    private static void Directives(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        foreach ((string name, string description) in KnownDirectives)
        {
            if (arguments.IsEmpty || arguments.Contains(name))
            {
                reply.Block("directive", $"directive:{name}", $"description:{description}");
            }
        }

        reply.Ok();
    }

    private void Query(string line, RwhoisReply reply)
    {
        if (!RwhoisQuery.TryParse(line, out RwhoisQuery query, out int code, out string error))
        {
            reply.Error(code, error);
            return;
        }

        int told = 0;
        foreach (RwhoisObject found in Find(query))
        {
            if (told == _limit)
            {
                reply.Error(330, "Exceeded Response Limit");
                return;
            }

            told++;
            reply.Object(found);
        }

        if (told > 0)
        {
            reply.Ok();
        }
        else if (referral.Length > 0)
        {
            reply.Line($"%referral {referral}").Ok();
        }
        else
        {
            reply.Error(230, "No Objects Found");
        }
    }

    private IEnumerable<RwhoisObject> Find(RwhoisQuery query)
    {
        bool anyAttribute = query.Attribute.Length == 0;
        if (query.Class != "contact" && (anyAttribute || query.Attribute.Equals("IP-Network", StringComparison.OrdinalIgnoreCase)))
        {
            RwhoisObject? network = IpAddress.TryParse(query.Value, out IpAddress address) ? directory.FindNetwork(address)
                : IpPrefix.TryParse(query.Value, out IpPrefix prefix) ? directory.FindNetwork(prefix)
                : null;
            if (network is not null)
            {
                return [network];
            }
        }

        return directory.FindWord(query.Value).Where(found =>
            (query.Class.Length == 0 || found.Class == query.Class)
            && (anyAttribute || found.Attributes.Any(attribute =>
                attribute.Name.Split(';')[0].Equals(query.Attribute, StringComparison.OrdinalIgnoreCase) && Matches(attribute.Value, query.Value))));
    }

    private static bool Matches(string value, string wanted) => wanted.EndsWith('*')
        ? value.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase)
        : value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private bool IsArea(ReadOnlySpan<string> arguments, RwhoisReply reply)
    {
        if (!arguments.IsEmpty && (arguments[0] == "." || directory.Areas.Contains(arguments[0])))
        {
            return true;
        }

        reply.Error(arguments.IsEmpty ? 338 : 340, arguments.IsEmpty ? "Invalid Directive Syntax" : "Invalid Authority Area");
        return false;
    }

    private static bool IsNamed(ReadOnlySpan<string> arguments, string name) =>
        arguments.Length < 2 || arguments[1..].Contains(name);
}
