namespace FlowSensor.Engine.Inspection;

/// <summary>Order of TCP sequence numbers.</summary>
internal static class SequenceOrder
{
    // RFC 9293 3.4: numbers are compared modulo 2^32.
    public static bool IsBefore(uint left, uint right) => (int)(left - right) < 0;
}
