using System.Text;

namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>Builds what an RWhois server says (RFC 2167 3.1.5, 3.3): lines that end in CR LF.</summary>
internal sealed class RwhoisReply
{
    private readonly StringBuilder _text = new();

    internal RwhoisReply Line(string line)
    {
        _text.Append(line).Append("\r\n");
        return this;
    }

    /// <summary>One block of a multi-block response: its lines and the empty one that ends it.</summary>
    internal RwhoisReply Block(string name, params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            Line($"%{name} {line}");
        }

        return Line($"%{name}");
    }

    internal RwhoisReply Object(RwhoisObject found)
    {
        Line($"{found.Class}:Class-Name:{found.Class}");
        foreach ((string name, string value) in found.Attributes)
        {
            Line($"{found.Class}:{name}:{value}");
        }

        return Line("");
    }

    internal RwhoisReply Ok() => Line("%ok");

    // RFC 2167 appendix on error codes.
    internal RwhoisReply Error(int code, string text) => Line($"%error {code} {text}");

    public override string ToString() => _text.ToString();
}
