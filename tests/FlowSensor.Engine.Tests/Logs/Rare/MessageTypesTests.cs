using System.Text;
using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Tests.Logs.Rare;

public sealed class MessageTypesTests
{
    [Theory]
    [InlineData("a queue id is a value", "4jWmqp06kKz1V: removed", "BwKmZqXrTzPq: removed", true)]
    [InlineData("no queue id is one, too", "NOQUEUE: reject: RCPT from a[192.0.2.1]: x", "4jWmqp06kKz1V: reject: RCPT from b[192.0.2.2]: x", true)]
    [InlineData("commands in capitals are values", "lost connection after RCPT from a[192.0.2.1]", "lost connection after DATA (41 bytes) from a[192.0.2.1]", true)]
    [InlineData("lists differ in length", "disconnect from a[192.0.2.1] ehlo=1 quit=1 commands=2", "disconnect from a[192.0.2.1] commands=0/0", true)]
    [InlineData("optional parts", "Login: user=<a>, rip=192.0.2.1, session=<x>", "Login: user=<b>, rip=192.0.2.1, TLS, session=<y>", true)]
    [InlineData("names of files and hosts", "open /var/spool/a failed for mail.example.org", "open /tmp/b failed for mx.example.com", true)]
    [InlineData("another beginning", "starting the Postfix mail system", "stopping the Postfix mail system", false)]
    [InlineData("a value that is a word", "1A: to=<a@example.org>, status=sent (ok)", "1A: to=<a@example.org>, status=deferred (ok)", false)]
    [InlineData("what keys begin", "1A: from=<a>, size=1", "1A: to=<a>, delay=1", false)]
    [InlineData("reasons", "1A: reject: x: Recipient address rejected: User unknown in table", "1A: reject: x: Recipient address rejected: Access denied", false)]
    [InlineData("words of trouble", "check of the disk on host by cron failed", "check of the disk on host by cron succeeded", false)]
    [InlineData("capitals that are trouble", "disk is in state ERROR now", "disk is in state OK now", false)]
    public void Add_TwoMessages_AreOfOneTypeOrNot(string description, string one, string other, bool isSame)
    {
        MessageTypes types = New();
        MessageType first = Add(types, one);
        MessageType second = Add(types, other);
        Assert.True(ReferenceEquals(first, second) == isSame, $"{description}: {first.Template} / {second.Template}");
    }

    [Theory]
    [InlineData("4jWmqp06kKz1V: to=<a@example.org>, delay=0.1, status=sent (delivered)", "<*>: to=<*>, delay=<*>, status=sent (delivered)")]
    [InlineData("jABDsGrH029820: SYSERR(root): collect: I/O error", "<*>: SYSERR(<*>) collect: <*> error")]
    [InlineData("bad \u001b[31m b\u202Ead text", "bad <*> b?ad text")]
    public void Template_OfMessage_ShowsWordsOnly(string message, string template) => Assert.Equal(template, Add(New(), message).Template);

    [Fact]
    public void Add_WordsThatDiffer_BecomeWildcards()
    {
        MessageTypes types = New();
        Add(types, "session of user root was opened by login");
        MessageType type = Add(types, "session of user carla was opened by login");
        Assert.Equal("session of user <*> was opened by login", type.Template);
        Assert.Same(type, Add(types, "session of user ben was opened by login"));

        // Three of eight words differ from the first line, however many were seen between.
        Assert.NotSame(type, Add(types, "session of user ben was closed for good"));
    }

    [Fact]
    public void Add_MoreTypesThanKept_TheOldestGoAndAreCounted()
    {
        MessageTypes types = New(new MessageTypeOptions { MaxTypes = 200, MaxFirstWords = 100_000 });
        MessageType trouble = Add(types, "disk failure imminent");
        for (int i = 0; i < 20_000; i++)
        {
            Add(types, $"{Word(i)} went {Word(i * 7)} over {Word(i * 13)}");
            Add(types, "routine line without anything");
        }

        Assert.Equal(200, types.Types.Count);
        Assert.Contains(trouble, types.Types);
        Assert.Equal(20_002 - 200, types.Evicted);
        Assert.Equal(40_001, types.Lines);
        (IReadOnlyList<StoredMessageType> seen, IReadOnlyList<long> gone) = types.TakeChanges();
        Assert.Equal(200, seen.Count);
        Assert.Empty(gone);
        for (int i = 0; i < 1_000; i++)
        {
            Add(types, $"{Word(i + 50_000)} came {Word(i)}");
        }

        (seen, gone) = types.TakeChanges();
        Assert.Equal(200, seen.Count + types.Types.Count(static type => type.LastLine <= 40_001));
        Assert.Equal(200 - types.Types.Count(static type => type.LastLine <= 40_001), gone.Count);
    }

    [Fact]
    public void Add_HostileLines_MemoryStaysBounded()
    {
        MessageTypes types = New(new MessageTypeOptions { MaxTypes = 100, MaxPrograms = 50, MaxFirstWords = 20, MaxSiblings = 10 });
        Random random = new(20_030_705);
        byte[] line = new byte[3_000];
        for (int i = 0; i < 30_000; i++)
        {
            int length = random.Next(random.Next(10) == 0 ? line.Length : 120);
            random.NextBytes(line.AsSpan(0, length));
            if (i % 3 == 0)
            {
                Encoding.ASCII.GetBytes($"same beginning {Word(random.Next())} {Word(random.Next())} {Word(random.Next())}").CopyTo(line, 0);
            }

            types.Add(line.AsSpan(0, Math.Min(length, 9)), line.AsSpan(0, length), i, out _);
        }

        Assert.InRange(types.Types.Count, 1, 100);
        Assert.InRange(types.Types.Select(static type => type.Program).Distinct().Count(), 1, 51);
        Assert.True(types.OtherPrograms > 0 && types.Shared > 0 && types.Evicted > 0, $"{types.OtherPrograms} {types.Shared} {types.Evicted}");
        Assert.All(types.Types, static type => Assert.DoesNotContain(type.Template + type.Sample, static character => char.IsControl(character)));
        Assert.Equal(30_000, types.Lines);
    }

    [Fact]
    public void Trouble_OfType_IsOfItsWordsNotOfItsValues()
    {
        MessageTypes types = New();
        Assert.Empty(Add(types, "1A: from=<error@failure.example>, size=1").Trouble);
        Assert.Equal(["fail", "no space"], Add(types, "write to disk failed: no space left").Trouble);
    }

    private static MessageTypes New(MessageTypeOptions? options = null) => new(options ?? new MessageTypeOptions(), new WordsOfTrouble(WordsOfTrouble.Default));

    private static MessageType Add(MessageTypes types, string message) => types.Add("program"u8, Encoding.UTF8.GetBytes(message), 0, out _);

    // A number in letters: digits would make it a value.
    private static string Word(int number) => "w" + string.Concat(((uint)number).ToString("x8", null).Select(static digit => (char)('g' + (digit > '9' ? digit - 'a' + 10 : digit - '0'))));
}
