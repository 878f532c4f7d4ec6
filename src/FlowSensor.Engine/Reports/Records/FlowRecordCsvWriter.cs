using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Reports.Records;

/// <summary>Writes each record as a line of comma separated values under one line of names; a field that is absent is empty.</summary>
public sealed class FlowRecordCsvWriter : FlowRecordWriter
{
    private const int AlwaysWritten = 19;

    private bool _first = true;

    /// <summary>Makes a writer and writes the names.</summary>
    /// <param name="destination">Where lines go; left open.</param>
    public FlowRecordCsvWriter(Stream destination)
        : base(destination)
    {
        string names = string.Join(',', FlowRecordFields.Names) + "\n";
        Buffer.Advance(Encoding.ASCII.GetBytes(names, Buffer.GetSpan(names.Length)));
    }

    /// <inheritdoc/>
    protected override void WriteLine(in FlowRecord record)
    {
        Address(record.Exporter);
        Number(record.Version);
        Number(record.ObservationDomainId);
        Time(record.First);
        Time(record.Last);
        Address(record.Source);
        Address(record.Destination);
        Number(record.SourcePort);
        Number(record.DestinationPort);
        Number(record.Protocol);
        Number(record.TcpFlags);
        Number(record.Packets);
        Number(record.Octets);
        Number(record.Input);
        Number(record.Output);
        Address(record.NextHop);
        Number(record.SourceAs);
        Number(record.DestinationAs);
        Present(record.SamplingInterval);
        for (int i = AlwaysWritten; i < FlowRecordFields.Names.Count; i++)
        {
            switch (FlowRecordFields.Names[i])
            {
                case "mac":
                    Mac(record.SourceMac);
                    break;
                case "dst_mac":
                    Mac(record.DestinationMac);
                    break;
                case "bgp_next_hop":
                    Address(record.BgpNextHop);
                    break;
                case "post_nat_src":
                    Address(record.PostNatSource);
                    break;
                case "post_nat_dst":
                    Address(record.PostNatDestination);
                    break;
                case string name:
                    Present(FlowRecordFields.Number(in record, name));
                    break;
            }
        }

        Buffer.GetSpan(1)[0] = (byte)'\n';
        Buffer.Advance(1);
        _first = true;
    }

    private void Address(IpAddress address)
    {
        Comma();
        if (!address.IsNone)
        {
            Buffer.Advance(Format(address, Buffer.GetSpan(65)));
        }
    }

    private void Time(long time)
    {
        Comma();
        Buffer.Advance(FormatTime(time, Buffer.GetSpan(32)));
    }

    private void Mac(ulong mac)
    {
        Comma();
        if (mac != 0)
        {
            Buffer.Advance(FormatMac(mac, Buffer.GetSpan(17)));
        }
    }

    private void Present(ulong number)
    {
        if (number == 0)
        {
            Comma();
        }
        else
        {
            Number(number);
        }
    }

    private void Number(ulong number)
    {
        Comma();
        _ = number.TryFormat(Buffer.GetSpan(20), out int written, default, CultureInfo.InvariantCulture);
        Buffer.Advance(written);
    }

    private void Comma()
    {
        if (_first)
        {
            _first = false;
            return;
        }

        Buffer.GetSpan(1)[0] = (byte)',';
        Buffer.Advance(1);
    }
}
