using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Engine.Tests.Storage.Access;

public sealed class AccessStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;
    private readonly AccessStore _store;

    public AccessStoreTests() => _store = AccessStore.Make(_folder);

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Audit_FarMoreOfStrangersThanAreKept_KeepsTheNewestAndAllOfUsers()
    {
        AuditBook book = new(_store);
        book.Add(Entry("ines", "incident.mute", "one"));
        FillWithStrangers(AuditBook.MostOfStrangers + 5_000);

        // Tidying comes with every thousandth entry or so.
        for (int i = 0; i < 1_100; i++)
        {
            book.Add(Entry("", "access.login", $"late {i}"));
        }

        IReadOnlyList<StoredAuditEntry> kept = book.Ask(new AuditFilter { Actor = "", Count = 100_000 });
        Assert.InRange(kept.Count, AuditBook.MostOfStrangers, AuditBook.MostOfStrangers + 1_100);
        Assert.Equal("late 1099", kept[0].Entry.Subject);
        Assert.Equal("one", Assert.Single(book.Ask(new AuditFilter { Actor = "ines" })).Entry.Subject);
    }

    [Theory]
    [InlineData("a\r\nb\tc\u001b[31m\u202e\u0000", "a  b c [31m  ")]
    [InlineData("雪\U0001f40e", "雪\U0001f40e")]
    public void Plain_OfHostileText_IsOneLineOfText(string text, string wanted) => Assert.Equal(wanted, AuditBook.Plain(text));

    [Fact]
    public void Plain_OfHalvesOfLetters_HasNone()
    {
        Assert.Equal(" x", AuditBook.Plain("\ud800x"));
        Assert.Equal("x ", AuditBook.Plain("x\udc00"));
    }

    [Fact]
    public void Plain_OfLongText_IsCut() => Assert.Equal(500, AuditBook.Plain(new string('x', 1 << 20)).Length);

    [Fact]
    public void Ask_WithAFilter_GivesTheNewestFirst()
    {
        AuditBook book = new(_store);
        book.Add(Entry("ines", "access.login", "1"));
        book.Add(Entry("otto", "incident.mute", "2") with { Time = Now.AddHours(1) });
        book.Add(Entry("ines", "incident.mute", "3") with { Time = Now.AddHours(2) });
        book.Add(Entry("ines", "incidents", "4") with { Time = Now.AddHours(3) });

        Assert.Equal("4321", Subjects(new AuditFilter()));
        Assert.Equal("431", Subjects(new AuditFilter { Actor = "ines" }));
        Assert.Equal("32", Subjects(new AuditFilter { Action = "incident." }));
        Assert.Equal("", Subjects(new AuditFilter { Action = "incident" }));
        Assert.Equal("2", Subjects(new AuditFilter { Range = new TimeRange(Now.AddHours(1).ToUnixTimeMilliseconds(), Now.AddHours(2).ToUnixTimeMilliseconds()) }));
        Assert.Equal("32", Subjects(new AuditFilter { Offset = 1, Count = 2 }));
        Assert.True(book.HasDone("ines", "192.0.2.1", "access.login", Now));
        Assert.False(book.HasDone("ines", "192.0.2.2", "access.login", Now));
        Assert.False(book.HasDone("ines", "192.0.2.1", "access.login", Now.AddSeconds(1)));

        string Subjects(AuditFilter filter) => string.Concat(book.Ask(filter).Select(static stored => stored.Entry.Subject));
    }

    [Fact]
    public void Sessions_ManyOfOneUser_EndTheOldest()
    {
        SessionBook book = new(_store);
        byte[][] hashes = [.. Enumerable.Range(0, 25).Select(static number => RandomSecret.HashOf($"session {number}"))];
        for (int i = 0; i < hashes.Length; i++)
        {
            book.Open(hashes[i], new StoredSession("ines", AccessRole.Admin, "password", "stamp", "192.0.2.1", Now.AddMinutes(i), Now.AddDays(1)));
        }

        book.Open(RandomSecret.HashOf("other"), new StoredSession("otto", AccessRole.Read, "password", "stamp", "192.0.2.1", Now, Now.AddDays(1)));

        Assert.Equal(5, hashes.Count(hash => book.Find(hash) is null));
        Assert.All(hashes[5..], hash => Assert.NotNull(book.Find(hash)));
        Assert.Equal(20, book.EndOf("ines"));
        Assert.NotNull(book.Find(RandomSecret.HashOf("other")));
    }

    [Fact]
    public void Sessions_ThatAreOver_AreForgottenWhenAnotherOpens()
    {
        SessionBook book = new(_store);
        byte[] old = RandomSecret.HashOf("old");
        book.Open(old, new StoredSession("ines", AccessRole.Admin, "password", "stamp", "192.0.2.1", Now, Now.AddHours(1)));

        book.Open(RandomSecret.HashOf("new"), new StoredSession("otto", AccessRole.Read, "password", "stamp", "192.0.2.1", Now.AddHours(1), Now.AddDays(1)));

        Assert.Null(book.Find(old));
    }

    [Fact]
    public void Tokens_OfOneName_HoldOneAtATime()
    {
        TokenBook book = new(_store);
        string first = book.Add("prometheus", AccessRole.Read, "ines", Now, Now.AddDays(1))!;

        Assert.Null(book.Add("prometheus", AccessRole.Admin, "ines", Now, Now.AddDays(1)));
        Assert.True(book.Revoke("prometheus", Now));
        Assert.False(book.Revoke("prometheus", Now));
        string second = book.Add("prometheus", AccessRole.Read, "ines", Now, Now.AddDays(1))!;

        Assert.False(book.Find(first)!.HoldsAt(Now));
        Assert.True(book.Find(second)!.HoldsAt(Now));
        Assert.False(book.Find(second)!.HoldsAt(Now.AddDays(1)));
        Assert.Null(book.Find(second + "x"));
        Assert.Equal(4 + 43, second.Length);
    }

    [Fact]
    public void Users_TheFirst_HidesTheDatabaseFromOthers()
    {
        string file = Path.Combine(_folder, "flowsensor.db");
        const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, Ours | UnixFileMode.OtherRead);
        }

        Assert.True(new UserBook(_store).Add("ines", AccessRole.Admin, PasswordHash.Of("correct horse battery"), Now));

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == Ours);
        Assert.False(new UserBook(_store).Add("ines", AccessRole.Read, PasswordHash.Nobody(), Now));
        Assert.Equal(AccessRole.Admin, new UserBook(_store).Find("ines")!.Role);
    }

    private static AuditEntry Entry(string actor, string action, string subject) => new(Now, actor, "admin", "192.0.2.1", action, subject, "done", "");

    private void FillWithStrangers(int count) => _store.Change(connection =>
    {
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
            INSERT INTO audit (time, actor, role, address, action, subject, result, detail) SELECT 0, '', '', '', 'access.login', 'early', 'refused', '' FROM n
            """;
        command.Parameters.AddWithValue("$count", count);
        return command.ExecuteNonQuery();
    });
}
