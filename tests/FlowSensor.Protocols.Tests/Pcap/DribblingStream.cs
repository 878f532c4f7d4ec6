namespace FlowSensor.Protocols.Tests.Pcap;

/// <summary>Gives its content in pieces of uneven size, as a pipe does.</summary>
internal sealed class DribblingStream(byte[] content) : MemoryStream(content)
{
    private int _turn;

    public override int Read(byte[] buffer, int offset, int count)
    {
        _turn++;
        return base.Read(buffer, offset, Math.Min(count, 1 + (_turn * 7919 % 70_000)));
    }
}
