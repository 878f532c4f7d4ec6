using System.Text;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>mbox files.</summary>
internal sealed class MailboxTarget : FuzzTarget
{
    private const int MessageLimit = 2_000;
    private const int Block = 1 << 16;

    /// <inheritdoc/>
    public override string Name => "mbox";

    /// <inheritdoc/>
    public override string Description => "MboxReader, a mailbox";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 6_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "From a@example.org Tue Nov 12 10:20:30 2024\n", "From - Tue Nov 12 10:20:30 2024\r\n", "\nFrom a@example.org\nA: b\n", ">From ", "From ", "\n\n", "\r\n\r\n", "Content-Length: 10\n", "Content-Length: 9223372036854775807\n",
            "Content-Length: 9223372036854775800\n", "Content-Length: 2147483647\n", "Content-Length: 0\n", "Status: RO\n", "X-UID: 1\n", "Subject: a\n", " ",
        }.Select(Encoding.ASCII.GetBytes),
        [0xEF, 0xBB, 0xBF],
    ];

    /// <inheritdoc/>
    // The block and the line looked ahead; for each message the octets kept and a sum.
    public override long MostAllocated(int length) => (2 * Block) + 20_000 + (200L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
    [
        Encoding.ASCII.GetBytes("From a@example.org Tue Nov 12 10:20:30 2024\nSubject: a\nContent-Length: 5\n\ntext\n\nFrom b@example.org Tue Nov 12 10:20:31 2024\nStatus: RO\nSubject: b\n\n>From here\n"),
        .. SeedFiles.Contents(files.Shared("abuse/mbox"), LongestInput * 4),
    ];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        using MemoryStream file = new(input.ToArray(), writable: false);
        long octets = 0;
        int messages = 0;
        foreach (MailboxMessage message in new MboxReader(file, "mbox", MessageLimit).Read())
        {
            messages++;
            octets += message.Length;
            seen.Add(message.Content.Span);
            seen.Add(message.Identity);
            seen.Add(message.Place);
            if (message.Content.Length > Math.Min(message.Length, MessageLimit))
            {
                throw new PropertyException("more is kept of a message than it has or may have");
            }
        }

        seen.Count(messages);
        if (octets > input.Length || input.Length - octets > 3)
        {
            throw new PropertyException("messages do not add up to the mailbox");
        }
    }
}
