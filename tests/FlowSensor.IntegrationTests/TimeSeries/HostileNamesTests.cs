using System.Text;
using System.Text.Json;
using FlowSensor.Protocols.Influx;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>Names and texts that try to break or forge lines, written to real databases.</summary>
public sealed class HostileNamesTests
{
    private const int Points = 3_000;

    private static readonly string[] Fixed =
    [
        "a,b=c d", "ends\\", "\\", "\\\\", "a\\,b=c", "x\nforged,t=1 v=666i 1\n", "\r\n", "\0", "\"", "\" v=666i 1\nforged v=1i", "#comment", "a=\"b", "\ud800", "😀 大學",
        "\\\"", "\\ ", " ", ",", "=", "a\\ b", "a\\=b\\,c", "\t", "v=666i", "\u0085", "\u2028",
    ];

    [PeerFact("influxd")]
    public void Write_HostileNames_NoneIsLostOrForgedInInfluxDb()
    {
        using InfluxServer influx = new();
        influx.CreateDatabase("noc");
        (byte[] lines, List<(string Tag, string Text)> sent) = Lines();

        influx.Write("noc", lines);

        Assert.Equal(["measurement"], influx.Rows("noc", "SHOW MEASUREMENTS").Select(static row => row[0].GetString()));
        IReadOnlyList<JsonElement> rows = influx.Rows("noc", "SELECT \"n\", \"text\", \"name\" FROM \"measurement\"");
        Assert.Equal(Points, rows.Count);
        foreach (JsonElement row in rows)
        {
            int number = row[1].GetInt32();
            Assert.Equal((sent[number].Text, sent[number].Tag), (row[2].GetString(), row[3].GetString() ?? ""));
        }
    }

    [PeerFact("victoria-metrics")]
    public void Write_HostileNames_NoneIsLostOrForgedInVictoriaMetrics()
    {
        using VictoriaMetricsServer database = new();
        (byte[] lines, List<(string Tag, string Text)> sent) = Lines();

        database.Write(lines);

        var series = database.Export("measurement_n");
        Assert.Equal(Points, series.Sum(static one => one.Points.Count));
        foreach ((JsonElement labels, SortedDictionary<long, double> points) in series)
        {
            string name = labels.TryGetProperty("name", out JsonElement value) ? value.GetString()! : "";
            Assert.All(points.Values, number => Assert.Equal(sent[(int)number].Tag, name));
        }

        Assert.Empty(database.Export("forged_v"));
        Assert.Empty(database.Export("measurement_v"));
    }

    private static (byte[] Lines, List<(string Tag, string Text)> Sent) Lines()
    {
        Random random = new(11);
        LineEncoder encoder = new();
        List<(string Tag, string Text)> sent = [];
        for (int number = 0; number < Points; number++)
        {
            string tag = Name(random, number);
            string text = Name(random, number + 7);
            encoder.Begin("measurement");
            encoder.Tag("id", $"{number}");
            if (number % 5 == 4)
            {
                // The same as octets, some of them not UTF-8.
                byte[] octets = [.. Encoding.UTF8.GetBytes(tag), 0xFF];
                encoder.Tag("name", octets);
                tag = Encoding.UTF8.GetString(octets);
            }
            else
            {
                encoder.Tag("name", tag);
            }

            encoder.Field("n", (long)number);
            encoder.Field("text", text);
            Assert.True(encoder.End((1_767_225_600_000L + number) * 1_000_000));
            sent.Add((LineEncoder.AsWritten(tag), Seen(text)));
        }

        return (encoder.Written.ToArray(), sent);
    }

    private static string Name(Random random, int number)
    {
        if (number < Fixed.Length)
        {
            return Fixed[number];
        }

        StringBuilder name = new();
        for (int part = random.Next(0, 5); part >= 0; part--)
        {
            name.Append(Fixed[random.Next(Fixed.Length)]);
        }

        return name.ToString();
    }

    private static string Seen(string text) =>
        string.Concat(text.EnumerateRunes().Select(static rune => (Rune.IsControl(rune) ? Rune.ReplacementChar : rune).ToString()));
}
