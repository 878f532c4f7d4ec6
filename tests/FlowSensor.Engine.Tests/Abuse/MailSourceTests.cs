using System.Text;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Abuse;

public sealed class MailSourceTests : IDisposable
{
    private const string First = "From a@example.com Thu Nov 26 10:00:00 2026\nSubject: one\n\nbody\n\n";
    private const string Second = "From b@example.com Thu Nov 26 10:01:00 2026\nSubject: two\n\nbody\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-mail").FullName;

    public static TheoryData<string, string, int> Mailboxes => new()
    {
        { "two messages", First + Second, 2 },
        { "CRLF", (First + Second).ReplaceLineEndings("\r\n"), 2 },
        { "byte order mark", "\uFEFF" + First + Second, 2 },
        { "mboxo: quoted mark in a body", "From a\nSubject: x\n\n>From here on\n\n" + Second, 2 },
        { "mboxrd: quoted twice", "From a\nSubject: x\n\n>>From here on\n\n" + Second, 2 },
        { "mark in a body without an empty line before", "From a\nSubject: x\n\ntext\nFrom here: on\n\n" + Second, 2 },
        { "mark in a body that no field follows", "From a\nSubject: x\n\ntext\n\nFrom Russia with love\n\n" + Second, 2 },
        { "mboxcl: length that leads to the next", "From a\nContent-Length: 6\n\nhello\n\n" + Second, 2 },
        { "mboxcl2: unquoted mark inside the length", "From a\nContent-Length: 26\n\nbody\n\nFrom x\nSubject: no\n\n\n" + Second, 2 },
        { "length that leads nowhere", "From a\nContent-Length: 3\n\nbody\n\n" + Second, 2 },
        { "length beyond the end", "From a\nContent-Length: 999999999999\n\nbody\n\n" + Second, 2 },
        { "length beyond all numbers", "From a\nContent-Length: 9223372036854775807\n\nbody\n\n" + Second, 2 },
        { "length that is no number", "From a\nContent-Length: many\n\nbody\n\n" + Second, 2 },
        { "mark with a time but without an empty line before", "From a\nSubject: x\n\nbody\n" + Second, 2 },
        { "no empty line before a mark without a time", "From a\nSubject: x\n\nbody\nFrom b@example.com\nSubject: y\n", 1 },
        { "last line without an end", First + "From b@example.com\nSubject: y\n\nno end", 2 },
        { "single message", "Subject: x\n\nFrom a\nFrom b\n", 1 },
        { "nothing", "", 0 },
    };

    [Theory]
    [MemberData(nameof(Mailboxes))]
    public void Read_Dialects_SplitsAsWritten(string what, string mailbox, int messages)
    {
        MailboxMessage[] read = [.. MailSource.Read(Write("box", mailbox))];

        Assert.True(messages == read.Length, what);
        Assert.Equal(Encoding.UTF8.GetByteCount(mailbox.TrimStart('\uFEFF')), read.Sum(static message => message.Length));
    }

    [Fact]
    public void Read_LongLinesAndManyBlocks_LosesNothing()
    {
        string longLine = new('x', 200_000);
        string mailbox = $"From a\nSubject: x\n\n{longLine}\n\nFrom -\nSubject: y\n\n{longLine}{longLine}\n";

        MailboxMessage[] read = [.. MailSource.Read(Write("box", mailbox))];

        Assert.Equal([200_021, 400_020], read.Select(static message => message.Length));
    }

    [Fact]
    public void Read_StatusChangedByAProgram_IsTheSameMessage()
    {
        string before = MailSource.Read(Write("one", "From a\nSubject: x\n\nbody\n")).Single().Identity;
        string after = MailSource.Read(Write("two", "From a\nStatus: RO\nSubject: x\nX-UID: 7\n\nbody\n")).Single().Identity;
        string other = MailSource.Read(Write("three", "From a\nSubject: x\n\nbody\nStatus: RO\n")).Single().Identity;

        Assert.Equal(before, after);
        Assert.NotEqual(before, other);
    }

    [Fact]
    public void Read_MessageOverTheLimit_IsCutButCountedWhole()
    {
        MailboxMessage[] read = [.. MailSource.Read(Write("box", First + Second), limit: 16)];

        Assert.Equal([16, 16], read.Select(static message => message.Content.Length));
        Assert.All(read, static message => Assert.True(message.IsCut));
        Assert.Equal((First + Second).Length, read.Sum(static message => message.Length));
    }

    [Fact]
    public void Read_Maildir_TakesDeliveredMessagesOnly()
    {
        Write("cur/1.a:2,S", "Subject: one\n\n1\n");
        Write("cur/2.a:2,ST", "Subject: trashed\n\n2\n");
        Write("new/3.a", "Subject: two\n\n3\n");
        Write("tmp/4.a", "Subject: still coming\n\n4\n");
        Write("new/.hidden", "Subject: no\n\n5\n");

        Assert.Equal(2, MailSource.Read(_folder).Count());
    }

    [Fact]
    public void ReadInput_Mailbox_IsSplitToo()
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(First + Second));

        Assert.Equal(2, MailSource.ReadInput(input, MailSource.DefaultLimit).Count());
    }

    [Theory]
    [InlineData("absent", "there is no such file")]
    [InlineData(".", "no Maildir")]
    public void Read_WhatCannotBeRead_SaysSo(string name, string words)
    {
        MailboxException failure = Assert.Throws<MailboxException>(() => MailSource.Read(Path.Combine(_folder, name)).Count());

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PublishedMailboxes_HaveTheirMessages()
    {
        foreach ((string name, int messages) in (ReadOnlySpan<(string, int)>)
            [("mimekit__simple.mbox.txt", 3), ("mimekit__issue1189.mbox.txt", 4), ("mimekit__unmunged.mbox.txt", 2), ("set__mailbox-mbox-0", 37), ("set__mailbox-mbox-1", 1)])
        {
            foreach (string path in PublishedData.Files("abuse/mbox").Where(path => Path.GetFileName(path) == name))
            {
                Assert.True(messages == MailSource.Read(path).Count(), name);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return path;
    }
}
