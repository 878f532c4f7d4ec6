namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>Text that names addresses. What it quotes of a message, Received lines among it, is read as such lines are.</summary>
internal sealed class PlainForm : IComplaintForm
{
    private static readonly string[] ReceivedStart = ["Received:", "> Received:", ">Received:"];

    /// <inheritdoc/>
    public Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times)
    {
        SourceGathering sources = new(rules);
        (string told, List<string> received) = Split(parts.Text);
        FoundTime? written = times.First(parts.Message.Headers["Date"]);
        ReceivedHop hop = default;
        if (received.Count > 0 && ReceivedChain.TryFindSource(received, rules, out hop))
        {
            sources.Add(new FoundAddress(hop.Address, 0), SampleForm.TimeOf(hop, times));
        }

        sources.AddText($"{parts.Message.Subject}\n{told}", times, TimeOfText(told, times) ?? written);
        return new Complaint
        {
            Kind = ComplaintKind.Plain,
            Category = CategoryWords.Of($"{parts.Message.Subject}\n{told}"),
            Sources = sources.Sources,
            TrustedHop = hop.Line ?? "",
            Reason = SourceReasons.Of(sources, "the text names no address"),
        };
    }

    // A text with a single time means it for every host it names.
    private static FoundTime? TimeOfText(string text, TimeFinder times)
    {
        List<FoundTime> found = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            times.Find(line.ToString(), found);
        }

        return found.Distinct().Take(2).ToArray() is [FoundTime only] ? only : null;
    }

    // A pasted header begins at its first Received line and ends at the next empty one; what follows is the spam itself and is
    // left out of the search, since a spammer may name anybody there.
    private static (string Told, List<string> Received) Split(string text)
    {
        List<string> received = [];
        List<string> told = [];
        bool inReceived = false, pasted = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string plain = line.TrimStart('>', ' ');
            bool isStart = Array.Exists(ReceivedStart, start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            bool continues = inReceived && !isStart && line.TrimStart('>') is [' ' or '\t', ..] && plain.Length > 0;
            if (isStart)
            {
                received.Add(plain["Received:".Length..].Trim());
                (inReceived, pasted) = (true, true);
            }
            else if (continues)
            {
                received[^1] = $"{received[^1]} {plain.Trim()}";
            }
            else
            {
                inReceived = false;
                if (!pasted)
                {
                    told.Add(line);
                }
            }
        }

        return (string.Join('\n', told), received);
    }
}
