namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>One client's conversation: lines in, text out. Never throws on what the client says.</summary>
public interface ILineSession
{
    /// <summary>What is said first; empty for nothing.</summary>
    string Greeting { get; }

    /// <summary>Answers a line.</summary>
    /// <param name="line">The line without its end; control characters are left out.</param>
    /// <param name="close">True when the connection ends after the answer.</param>
    string Answer(string line, out bool close);
}
