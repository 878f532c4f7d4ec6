using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Contacts.Remote;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Tests.Routes;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Contacts;

public sealed class ContactTests
{
    internal const string Yaml = """
        institutions:
          - name: Sample University
            networks: [192.192.40.0/22, "2001:db8:40::/48"]
            admin: {name: A. Admin, mail: admin@univ.example, phone: +886 1}
            abuse: abuse@univ.example
            address: 1 Campus Road
            policy: automatic
            updated_by: noc
            updated: 2026-01-02
          - name: Sample Institute
            networks: [192.192.41.0/24]
            abuse: abuse@inst.example
          - name: Sample School
            next_hops: [203.71.2.5]
            technical: {name: T. Tech, mail: tech@school.example}
        """;

    [Fact]
    public void Find_NestedNetworks_GivesMostSpecificInstitution()
    {
        ContactDirectory directory = Directory();

        Assert.Equal("Sample Institute", directory.Institutions[directory.Find(IpAddress.Parse("192.192.41.7"))].Name);
        Assert.Equal("Sample University", directory.Institutions[directory.Find(IpAddress.Parse("192.192.42.7"))].Name);
        Assert.Equal("Sample University", directory.Institutions[directory.Find(IpAddress.Parse("2001:db8:40::1"))].Name);
        Assert.Equal(-1, directory.Find(IpAddress.Parse("192.192.44.1")));
    }

    [Fact]
    public async Task ResolveAsync_NextHopOnly_ExplainsEachStep()
    {
        RouterTables tables = Tables(("140.132.0.0/16", "203.71.2.5"), ("0.0.0.0/0", "203.71.2.9"));
        var resolver = new ContactResolver(Directory(), tables, [], null, TimeSpan.FromHours(1));

        ContactAnswer answer = await resolver.ResolveAsync(IpAddress.Parse("140.132.1.1"), default, 61_000, CancellationToken.None);

        Assert.Equal(("Sample School", "203.71.2.5", "140.132.0.0/16"), (answer.Institution, answer.NextHop.ToString(), answer.Prefix.ToString()));
        Assert.Equal("tech@school.example", Assert.Single(answer.Contacts).Mail);
        Assert.Equal(3, answer.Steps.Count);
        Assert.Equal(60, answer.Steps[1].AgeSeconds);
    }

    [Fact]
    public async Task ResolveAsync_UnknownAddress_AsksElsewhereInOrderThenDefault()
    {
        var silent = new Elsewhere("rwhois", RemoteAnswer.None("no answer in time"));
        var telling = new Elsewhere("whois", new RemoteAnswer([new Contact(ContactRole.Abuse, "", "abuse@other.example", "")], "Other", null, "names abuse@other.example"));
        var resolver = new ContactResolver(Directory(), Tables(), [silent, telling], new Contact(ContactRole.Abuse, "", "noc@region.example", ""), TimeSpan.FromHours(1));
        var address = IpAddress.Parse("198.51.100.1");

        ContactAnswer answer = await resolver.ResolveAsync(address, default, 1_000, CancellationToken.None);
        ContactAnswer again = await resolver.ResolveAsync(address, default, 11_000, CancellationToken.None);

        Assert.Equal("abuse@other.example", answer.Contacts[0].Mail);
        Assert.Equal(["network", "route", "rwhois", "whois"], answer.Steps.Select(step => step.Source));
        Assert.Equal((1, 2), (telling.Asked, silent.Asked));
        Assert.Equal(10, again.Steps[^1].AgeSeconds);
        resolver = new ContactResolver(Directory(), Tables(), [silent], new Contact(ContactRole.Abuse, "", "noc@region.example", ""), TimeSpan.FromHours(1));
        Assert.Equal("noc@region.example", (await resolver.ResolveAsync(address, default, 1_000, CancellationToken.None)).Contacts[0].Mail);
    }

    [Fact]
    public void ReadYaml_ManyErrors_ReportsAllAtOnce()
    {
        const string Broken = """
            institutions:
              - name: A
                networks: [192.0.2.0/33]
                abuse: nobody
                colour: red
              - networks: [198.51.100.0/24]
                abuse: a@b.example
                policy: perhaps
              - name: C
                abuse: "evil@b.example\r\nBcc: x@y.example"
            """;
        List<ConfigurationProblem> problems = [];

        _ = InstitutionReader.ReadYaml(new StringReader(Broken), "f.yaml", 0, problems).ToArray();

        string all = string.Join('\n', problems);
        Assert.All(["192.0.2.0/33", "'nobody'", "colour", "needs a name", "perhaps", "neither networks nor", "Bcc"], part => Assert.Contains(part, all, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.NotNull(problem.Line));
    }

    [Fact]
    public void ReadCsv_GoodAndBadLines_ReadsAndReportsWithLine()
    {
        const string Csv = """
            name,networks,next_hops,admin_name,admin_mail,abuse,phone,address,language,policy,updated_by,updated
            "University, Sample",192.0.2.0/24 2001:db8::/32,198.51.100.1,"Ann ""A."" Admin",ann@univ.example,abuse@univ.example,+1,1 Road,zh,never,noc,2026-01-31
            Broken,nonsense,x,,,not a mailbox,,,,sometimes,,31.1.2026
            """;
        List<ConfigurationProblem> problems = [];

        List<Institution> read = InstitutionReader.ReadCsv(new StringReader(Csv), "f.csv", 0, problems);

        Assert.Equal(("University, Sample", 2, NotifyPolicy.Never, "Ann \"A.\" Admin"), (read[0].Name, read[0].Networks.Count, read[0].Policy, read[0].Contacts[1].Name));
        Assert.True(problems.Count >= 5);
        Assert.All(problems, problem => Assert.Equal(3, problem.Line));
    }

    [Fact]
    public void Read_TwoInstitutionsClaimOneNetwork_IsReported()
    {
        string file = Path.GetTempFileName() + ".yaml";
        File.WriteAllText(file, "institutions:\n  - {name: A, networks: [192.0.2.0/24], abuse: a@a.example}\n  - {name: B, networks: [192.0.2.0/24], abuse: b@b.example}\n");
        List<ConfigurationProblem> problems = [];

        InstitutionReader.Read([file, "missing.yaml"], problems);

        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.ToString().Contains("claimed by 'A'", StringComparison.Ordinal));
        File.Delete(file);
    }

    [Theory]
    [InlineData("abuse@example.net", true)]
    [InlineData("a.b+c@sub.example.net", true)]
    [InlineData("@example.net", false)]
    [InlineData("a@", false)]
    [InlineData("a@b", false)]
    [InlineData("a@.example", false)]
    [InlineData("a@x..example", false)]
    [InlineData("a b@example.net", false)]
    [InlineData("a@example.net\r\nBcc: b@example.net", false)]
    [InlineData("a@\u0080.example", false)]
    [InlineData("-oQ@example.net", false)]
    [InlineData("", false)]
    public void IsValid_Mailboxes_AreToldApart(string text, bool valid) => Assert.Equal(valid, Mailbox.IsValid(text));

    [Fact]
    public void Read_RdapAnswer_TakesNestedAbuseMailbox()
    {
        const string Json = """
            {"name":"SAMPLE-NET","entities":[{"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Org"]]],
              "entities":[{"roles":["abuse"],"vcardArray":["vcard",[["fn",{},"text","Abuse desk"],["tel",{},"uri","tel:+1"],["email",{},"text","abuse@example.net"]]]}]}]}
            """;

        RemoteAnswer answer = RdapClient.Read(System.Text.Encoding.UTF8.GetBytes(Json));

        Assert.Equal(new Contact(ContactRole.Abuse, "Abuse desk", "abuse@example.net", "+1"), Assert.Single(answer.Contacts));
        Assert.All(["{", "[]", "{\"entities\":[1,{\"roles\":[1],\"vcardArray\":[0,[[]]]}]}", "{\"entities\":{}}", "{\"name\":\"\\ud800\"}"],
            text => Assert.Empty(RdapClient.Read(System.Text.Encoding.UTF8.GetBytes(text)).Contacts));
    }

    internal static ContactDirectory Directory()
    {
        List<ConfigurationProblem> problems = [];
        Institution[] read = [.. InstitutionReader.ReadYaml(new StringReader(Yaml), "institutions.yaml", 0, problems)];
        Assert.Empty(problems);
        return new ContactDirectory(read);
    }

    internal static RouterTables Tables(params (string Prefix, string NextHop)[] routes)
    {
        var state = new RouterState("core", 0.5, 3);
        state.Apply(new RoutePoll { Table = "ipRouteTable", Routes = [.. routes.Select(route => RouteTableTests.Make(route.Prefix, route.NextHop))] }, 1_000);
        return new RouterTables([(state, [])]);
    }

    private sealed class Elsewhere(string source, RemoteAnswer answer) : IContactLookup
    {
        public string Source => source;

        internal int Asked { get; private set; }

        public Task<RemoteAnswer> FindAsync(IpAddress address, CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(answer);
        }
    }
}
