using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Inspection;

public class InspectionJsonTests
{
    [Fact]
    public void Write_AfterASession_GivesTheThreeParts()
    {
        MailServerStatistics mail = new(new MailStatisticsOptions(), MailCalendar.Default);
        PacketInspector inspector = new(new InspectionOptions(), mail);
        byte[] query = Convert.FromHexString("123401000001000000000000076578616d706c65036f726700000f0001");
        SteadySession.Send(inspector, IpAddress.Parse("192.0.2.25"), query, 4000);

        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            InspectionJson.WriteDns(json, inspector.Dns);
            InspectionJson.WriteSmtp(json, inspector.Smtp);
            InspectionJson.WriteMail(json, mail);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray()));
        JsonElement root = document.RootElement;
        Assert.Equal("""{"MX":1}""", root.GetProperty("dns").GetProperty("types").GetRawText());
        Assert.Equal(1, root.GetProperty("dns").GetProperty("queries").GetInt32());
        JsonElement client = Assert.Single(root.GetProperty("dns").GetProperty("top_clients").EnumerateArray());
        Assert.Equal((1, 0, 1, 0, 1), (Of("queries"), Of("responses"), Of("mx"), Of("ptr"), Of("distinct_names")));
        Assert.Equal("""{"220":1,"221":1,"250":4,"354":1,"550":1}""", root.GetProperty("smtp").GetProperty("replies").GetRawText());
        Assert.Equal(1, root.GetProperty("smtp").GetProperty("rejected").GetInt32());
        Assert.Equal(
            """{"server":"192.0.2.25","nc":1,"nf":1,"np":0,"dq":1,"mee":1,"imap":0,"estimated":false}""",
            root.GetProperty("mail")[0].GetRawText());

        int Of(string name) => client.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Write_NothingSeen_LeavesThePartsOut()
    {
        MailServerStatistics mail = new(new MailStatisticsOptions(), MailCalendar.Default);
        PacketInspector inspector = new(new InspectionOptions(), mail);
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            InspectionJson.WriteDns(json, inspector.Dns);
            InspectionJson.WriteSmtp(json, inspector.Smtp);
            InspectionJson.WriteMail(json, mail);
            json.WriteEndObject();
        }

        Assert.Equal("{}", Encoding.UTF8.GetString(output.ToArray()));
    }
}
