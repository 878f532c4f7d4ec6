using System.Text.Json;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Reports.Records;

/// <summary>Writes each record as one JSON object on a line of its own; fields after <c>sampling</c> only where present.</summary>
public sealed class FlowRecordJsonWriter : FlowRecordWriter
{
    private const int AlwaysWritten = 19;

    private static readonly JsonEncodedText[] Keys = [.. FlowRecordFields.Names.Select(static name => JsonEncodedText.Encode(name))];

    private readonly Utf8JsonWriter _json;

    /// <summary>Makes a writer.</summary>
    /// <param name="destination">Where lines go; left open.</param>
    public FlowRecordJsonWriter(Stream destination)
        : base(destination)
    {
        // The writer's own check costs a quarter of the time and the order of calls here is fixed.
        _json = new Utf8JsonWriter(Buffer, new JsonWriterOptions { SkipValidation = true });
    }

    /// <inheritdoc/>
    protected override void WriteLine(in FlowRecord record)
    {
        _json.Reset();
        _json.WriteStartObject();
        WriteAddress(0, record.Exporter);
        _json.WriteNumber(Keys[1], record.Version);
        _json.WriteNumber(Keys[2], record.ObservationDomainId);
        WriteTime(3, record.First);
        WriteTime(4, record.Last);
        WriteAddress(5, record.Source);
        WriteAddress(6, record.Destination);
        _json.WriteNumber(Keys[7], record.SourcePort);
        _json.WriteNumber(Keys[8], record.DestinationPort);
        _json.WriteNumber(Keys[9], record.Protocol);
        _json.WriteNumber(Keys[10], record.TcpFlags);
        _json.WriteNumber(Keys[11], record.Packets);
        _json.WriteNumber(Keys[12], record.Octets);
        _json.WriteNumber(Keys[13], record.Input);
        _json.WriteNumber(Keys[14], record.Output);
        WriteAddress(15, record.NextHop);
        _json.WriteNumber(Keys[16], record.SourceAs);
        _json.WriteNumber(Keys[17], record.DestinationAs);
        if (record.SamplingInterval == 0)
        {
            _json.WriteNull(Keys[18]);
        }
        else
        {
            _json.WriteNumber(Keys[18], record.SamplingInterval);
        }

        WriteFurther(in record);
        _json.WriteEndObject();
        _json.Flush();
        Buffer.GetSpan(1)[0] = (byte)'\n';
        Buffer.Advance(1);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _json.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteFurther(in FlowRecord record)
    {
        for (int i = AlwaysWritten; i < Keys.Length; i++)
        {
            switch (FlowRecordFields.Names[i])
            {
                case "mac":
                    WriteMac(i, record.SourceMac);
                    break;
                case "dst_mac":
                    WriteMac(i, record.DestinationMac);
                    break;
                case "bgp_next_hop":
                    WritePresentAddress(i, record.BgpNextHop);
                    break;
                case "post_nat_src":
                    WritePresentAddress(i, record.PostNatSource);
                    break;
                case "post_nat_dst":
                    WritePresentAddress(i, record.PostNatDestination);
                    break;
                case string name:
                    if (FlowRecordFields.Number(in record, name) is ulong number and not 0)
                    {
                        _json.WriteNumber(Keys[i], number);
                    }

                    break;
            }
        }
    }

    private void WritePresentAddress(int key, IpAddress address)
    {
        if (!address.IsNone)
        {
            WriteAddress(key, address);
        }
    }

    private void WriteAddress(int key, IpAddress address)
    {
        if (address.IsNone)
        {
            _json.WriteNull(Keys[key]);
            return;
        }

        Span<byte> text = stackalloc byte[65];
        _json.WriteString(Keys[key], text[..Format(address, text)]);
    }

    private void WriteTime(int key, long time)
    {
        Span<byte> text = stackalloc byte[32];
        int length = FormatTime(time, text);
        if (length == 0)
        {
            _json.WriteNull(Keys[key]);
        }
        else
        {
            _json.WriteString(Keys[key], text[..length]);
        }
    }

    private void WriteMac(int key, ulong mac)
    {
        if (mac != 0)
        {
            Span<byte> text = stackalloc byte[17];
            _json.WriteString(Keys[key], text[..FormatMac(mac, text)]);
        }
    }
}
