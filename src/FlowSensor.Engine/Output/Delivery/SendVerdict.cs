using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>A sender's word about a batch.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="RejectedItems">Items of a delivered batch that the receiver refused.</param>
/// <param name="Reason">Why it was not delivered whole, for the operator: no secret, one line.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendVerdict(SendOutcome Outcome, int RejectedItems, string Reason, TimeSpan? RetryAfter)
{
    /// <summary>All of it is delivered.</summary>
    public static SendVerdict Delivered { get; } = new(SendOutcome.Delivered, 0, "", null);

    /// <summary>Delivered, but for some items.</summary>
    public static SendVerdict DeliveredInPart(int rejected, string reason) => new(SendOutcome.Delivered, rejected, reason, null);

    /// <summary>To be tried again.</summary>
    public static SendVerdict Retry(string reason, TimeSpan? retryAfter = null) => new(SendOutcome.Retry, 0, reason, retryAfter);

    /// <summary>Refused for good.</summary>
    public static SendVerdict Rejected(string reason) => new(SendOutcome.Rejected, 0, reason, null);
}
