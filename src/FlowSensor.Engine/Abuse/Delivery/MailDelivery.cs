using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Output.Mail;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>Sends what waits in the outbox, each mail once.</summary>
/// <param name="outbox">The outbox.</param>
/// <param name="options">The section <c>reports</c>, with a mail server.</param>
/// <param name="clock">Time.</param>
/// <param name="before">Looks, before each mail and at the time given, whether what waits is still to be sent; null where all is.</param>
public sealed class MailDelivery(Outbox outbox, ReportOptions options, TimeProvider clock, Action<long>? before = null)
{
    // A dialogue has fewer steps than this, each within the server's time limit.
    private const int Steps = 12;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    // Of the ten seconds from signal to exit.
    private static readonly TimeSpan LastMail = TimeSpan.FromSeconds(3);

    private readonly MailServerOptions _server = options.Mail ?? throw new ArgumentException("There is no mail server.", nameof(options));
    private readonly MailSender _sender = new(options.Mail, ClientName.OfMachine());

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sends every mail that is due; stops at the first that finds the server away.</summary>
    /// <param name="isHurried">Try also what is in a pause.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    public async Task<DeliveryRound> DeliverAsync(bool isHurried, CancellationToken cancellation)
    {
        long begun = Now;
        OutboxRound round = new(begun, isHurried);
        TimeSpan longest = _server.Timeout * Steps;
        int sent = 0, failed = 0;
        int uncertain = outbox.MarkAbandoned(begun - (long)longest.TotalMilliseconds - 60_000, begun);
        string? trouble = uncertain > 0 ? "a program ended while it sent a mail" : null;
        while (!cancellation.IsCancellationRequested && Next(round) is (OutboxMail mail, byte[] content))
        {
            MailException? failure = await SendAsync(mail, content, longest, cancellation).ConfigureAwait(false);
            if (failure is null)
            {
                outbox.MarkSent(mail.Id, Now);
                sent++;
                continue;
            }

            trouble = failure.Message;
            DeliveryState state = StateAfter(failure, mail);
            outbox.MarkTrouble(mail.Id, state, failure.Message, Now + PauseAfter(mail.Attempts), Now);
            (uncertain, failed) = (uncertain + (state == DeliveryState.Uncertain ? 1 : 0), failed + (state == DeliveryState.Failed ? 1 : 0));
            if (failure.IsServerAway)
            {
                break;
            }
        }

        return new DeliveryRound(sent, uncertain, failed, outbox.Waiting(), trouble);
    }

    private (OutboxMail Mail, byte[] Content)? Next(OutboxRound round)
    {
        before?.Invoke(Now);
        return outbox.Take(round, new ContactLimit(options.ContactLimit, options.ContactPeriod), Now);
    }

    private DeliveryState StateAfter(MailException failure, OutboxMail mail) =>
        failure.IsUncertain ? DeliveryState.Uncertain
        : failure.IsPermanent && !failure.IsServerAway ? DeliveryState.Failed
        : Now - mail.Created > options.GiveUpAfter.TotalMilliseconds ? DeliveryState.Failed
        : DeliveryState.Waiting;

    private static long PauseAfter(int attempts) =>
        (long)Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 20)), LongestPause.TotalMilliseconds);

    private async Task<MailException?> SendAsync(OutboxMail mail, byte[] content, TimeSpan longest, CancellationToken cancellation)
    {
        // A mail that is under way may arrive when the sensor is told to stop: cut off, nobody would know whether it was taken.
        using CancellationTokenSource limit = new(longest);
        using CancellationTokenRegistration stop = cancellation.Register(() => limit.CancelAfter(LastMail));
        using MimeMessage message = await MimeMessage.LoadAsync(new MemoryStream(content), CancellationToken.None).ConfigureAwait(false);
        try
        {
            // Answers to answers would go around for ever (RFC 3834 3.3).
            await _sender.SendAsync(message, mail.Purpose == MailPurpose.Answer ? "" : _server.From, mail.Recipients, limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (MailException failure)
        {
            return failure;
        }
        catch (OperationCanceledException)
        {
            // Nothing of the mail had gone out: another round sends it.
            return new MailException("sending was stopped", isPermanent: false) { IsServerAway = true };
        }
    }
}
