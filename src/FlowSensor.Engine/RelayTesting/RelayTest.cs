using System.Net;
using System.Net.Sockets;

namespace FlowSensor.Engine.RelayTesting;

/// <summary>
/// Asks a server, pattern by pattern, whether it would pass a mail on, and takes each question back: it goes as far as RCPT, never to DATA,
/// so that nothing is delivered to anybody.
/// </summary>
/// <param name="options">How.</param>
/// <param name="clientName">What is said in EHLO.</param>
public sealed class RelayTest(RelayTestOptions options, string clientName)
{
    /// <summary>Tests a server, one session at a time.</summary>
    /// <param name="target">The server.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<RelayReport> RunAsync(RelayTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        List<RelayResult> results = [];
        string greeting = "", trouble = "";
        foreach (RelayPattern[] patterns in RelayPatterns.For(target).Chunk(options.PatternsPerSession))
        {
            int before = results.Count;
            if (trouble.Length == 0)
            {
                try
                {
                    greeting = await SessionAsync(target, patterns, results, cancellation).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is SocketException or IOException)
                {
                    trouble = $"{new IPEndPoint(target.Address, target.Port)}: {failure.Message}";
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    trouble = $"{new IPEndPoint(target.Address, target.Port)}: no answer within {options.Timeout.TotalSeconds:0.#} s";
                }
            }

            results.AddRange(patterns.Skip(results.Count - before).Select(static pattern => new RelayResult(pattern, RelayAnswer.Unknown, "")));
        }

        return new RelayReport(target, greeting, results, trouble);
    }

    private async Task<string> SessionAsync(RelayTarget target, RelayPattern[] patterns, List<RelayResult> results, CancellationToken cancellation)
    {
        using SmtpDialogue dialogue = await SmtpDialogue.OpenAsync(new IPEndPoint(target.Address, target.Port), options.Timeout, cancellation).ConfigureAwait(false);
        SmtpReply greeting = await dialogue.ReadAsync(cancellation).ConfigureAwait(false);
        SmtpReply hello = greeting.IsGood ? await dialogue.AskAsync($"EHLO {clientName}", cancellation).ConfigureAwait(false) : greeting;
        if (greeting.IsGood && !hello.IsGood)
        {
            hello = await dialogue.AskAsync($"HELO {clientName}", cancellation).ConfigureAwait(false);
        }

        if (!hello.IsGood)
        {
            // Who is not talked to gets nothing passed on.
            results.AddRange(patterns.Select(pattern => new RelayResult(pattern, hello.IsFinal ? RelayAnswer.Refused : RelayAnswer.Deferred, hello.Text)));
            return greeting.Text;
        }

        foreach (RelayPattern pattern in patterns)
        {
            results.Add(await AskAsync(dialogue, pattern, cancellation).ConfigureAwait(false));
            await dialogue.AskAsync("RSET", cancellation).ConfigureAwait(false);
            await Task.Delay(options.Pause, cancellation).ConfigureAwait(false);
        }

        try
        {
            await dialogue.AskAsync("QUIT", cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Everything was said.
        }

        return greeting.Text;
    }

    private static async Task<RelayResult> AskAsync(SmtpDialogue dialogue, RelayPattern pattern, CancellationToken cancellation)
    {
        SmtpReply sender = await dialogue.AskAsync($"MAIL FROM:<{pattern.Sender}>", cancellation).ConfigureAwait(false);
        if (!sender.IsGood)
        {
            return new RelayResult(pattern, sender.IsFinal ? RelayAnswer.SenderRefused : RelayAnswer.Deferred, sender.Text);
        }

        SmtpReply recipient = await dialogue.AskAsync($"RCPT TO:<{pattern.Recipient}>", cancellation).ConfigureAwait(false);
        RelayAnswer answer = recipient switch
        {
            { IsGood: true } => pattern.MayBeLocal ? RelayAnswer.AcceptedMaybeLocal : RelayAnswer.Accepted,
            { IsFinal: true } => RelayAnswer.Refused,
            _ => RelayAnswer.Deferred,
        };
        return new RelayResult(pattern, answer, recipient.Text);
    }
}
