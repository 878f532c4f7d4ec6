using MailKit;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Remembers whether content of a mail has gone out: from then on a lost connection leaves open what became of it.</summary>
internal sealed class TransferMark : ITransferProgress
{
    /// <summary>The server said that it took the mail.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Content went out, and the server has not said that it took it.</summary>
    public bool HasBegun => _sent && !IsTaken;

    private bool _sent;

    /// <inheritdoc/>
    public void Report(long bytesTransferred, long totalSize) => _sent = true;

    /// <inheritdoc/>
    public void Report(long bytesTransferred) => _sent = true;
}
