using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Follows messages from the line that opens them to the one that removes them, and counts those accepted and delivered.</summary>
internal sealed class LogMessageCounter(int maxMessages, MailServerStatistics mail, LogCounters counters, GreylistTable greylist)
{
    private readonly QueueTable _messages = new(maxMessages);

    /// <summary>Messages that were pushed out of the table.</summary>
    public long PushedOut => _messages.PushedOut;

    /// <summary>
    /// Counts a line of Postfix. A message is accepted when a session opened its queue id and the queue manager has it whole, in whichever
    /// order the two lines come: either alone also stands for something else.
    /// </summary>
    public void Count(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        ulong key = origin.KeyOf(read.QueueId);
        if (read.Kind == LogEventKind.Removed)
        {
            counters.Removed++;
            _messages.Remove(key);
            return;
        }

        ref QueueEntry message = ref _messages.FindOrAdd(key, timeMs);
        if (read.Kind == LogEventKind.Opened)
        {
            if (message.IsOpened)
            {
                // Short queue ids come again; the transaction before left no message, or its end was not logged.
                message = new QueueEntry { Key = key, TimeMs = timeMs };
            }

            message.IsOpened = true;
            message.Server = server;
            message.Client = read.Client;
            message.IsSubmission = read.IsSubmission;
            if (message.IsQueued)
            {
                Accept(message, timeMs);
            }

            return;
        }

        if (message.IsQueued)
        {
            // Another attempt at a message that is deferred.
            return;
        }

        message.IsQueued = true;
        message.Sender = TextHash.Of(read.Sender);
        counters.Queued++;
        counters.QueuedOctets += read.Size;
        if (message.IsOpened)
        {
            Accept(message, timeMs);
        }
    }

    /// <summary>Counts a message that one line tells of: sendmail, exim, qmail.</summary>
    public void CountAccepted(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        counters.Queued++;
        counters.QueuedOctets += read.Size;
        ref QueueEntry message = ref _messages.FindOrAdd(origin.KeyOf(read.QueueId), timeMs);
        message = new QueueEntry { Key = message.Key, TimeMs = timeMs, Server = server, Client = read.Client, Sender = TextHash.Of(read.Sender), IsSubmission = read.IsSubmission };
        if (read.IsRemote && !LogAddresses.IsLoopback(read.Client))
        {
            mail.SenderAccepted(server, read.IsSubmission, timeMs);
            mail.MessageAccepted(server, read.IsSubmission, estimated: false, timeMs);
        }
    }

    /// <summary>Counts an attempt to deliver to one recipient.</summary>
    public void CountDelivery(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        counters.Sent += read.Kind == LogEventKind.Sent ? 1 : 0;
        counters.Deferred += read.Kind == LogEventKind.Deferred ? 1 : 0;
        counters.Bounced += read.Kind == LogEventKind.Bounced ? 1 : 0;
        if (read.Kind == LogEventKind.Sent && read.DelayMs >= 0)
        {
            counters.Delays.Add(read.DelayMs);
            counters.LongestDelayMs = Math.Max(counters.LongestDelayMs, read.DelayMs);
            counters.InQueueMs += Math.Max(0, read.InQueueMs);
        }

        ulong key = origin.KeyOf(read.QueueId);
        ref QueueEntry message = ref _messages.Find(key);
        bool isFollowed = message.Key == key;
        if (read.IsRemote && !read.IsSubmission && !LogAddresses.IsLoopback(read.RelayAddress))
        {
            // Recipients of a message at one host go over one connection.
            ulong relay = read.RelayAddress.Hash(key);
            if (!isFollowed || message.LastRelay != relay)
            {
                message.LastRelay = isFollowed ? relay : message.LastRelay;
                mail.Transferred(server, read.RelayAddress, timeMs);
            }
        }

        if (isFollowed && greylist.Count > 0 && !message.Client.IsNone)
        {
            ReadOnlySpan<byte> recipient = read.OriginalRecipient.IsEmpty ? read.Recipient : read.OriginalRecipient;
            greylist.Add(LogAddresses.Triplet(message.Client, message.Sender, TextHash.Of(recipient)), accepted: true, deferred: false, timeMs);
        }
    }

    private void Accept(in QueueEntry message, long timeMs)
    {
        if (!LogAddresses.IsLoopback(message.Client))
        {
            mail.MessageAccepted(message.Server, message.IsSubmission, estimated: false, timeMs);
        }
    }
}
