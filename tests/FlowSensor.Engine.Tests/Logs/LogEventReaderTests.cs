using System.Text;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>Lines of each program and the fields a person reads in them.</summary>
public class LogEventReaderTests
{
    [Theory]
    [InlineData("sendmail", "hA3CPot1007645: from=<a@example.org>, size=64607, class=0, nrcpts=2, msgid=<1@example.org>, proto=ESMTP, daemon=MTA, relay=mx.example.org [192.0.2.1]", "kind=Accepted queue=hA3CPot1007645 from=a@example.org size=64607 recipients=2 message_id=1@example.org proto=ESMTP client=192.0.2.1 client_name=mx.example.org marks=remote")]
    [InlineData("sm-mta", "i63MKWZ25425: from=<>, size=0, class=0, nrcpts=0, proto=ESMTP, daemon=MTA, relay=[]", "kind=Routine queue=i63MKWZ25425 proto=ESMTP")]
    [InlineData("sendmail", "hA3CPot1007645: to=<b@example.net>, delay=1+00:00:59, xdelay=00:00:00, mailer=esmtp, pri=120258, relay=mx.example.net. [198.51.100.9], dsn=2.0.0, stat=Sent (ok 1)", "kind=Sent queue=hA3CPot1007645 to=b@example.net delay_ms=86459000 relay_address=198.51.100.9 enhanced=2.0.0 action=Sent text=ok~1")]
    [InlineData("sendmail", "hA3CPot1007645: to=<b@example.net>, delay=00:00:01, dsn=5.1.1, stat=User unknown", "kind=Bounced action=User~unknown enhanced=5.1.1")]
    [InlineData("sendmail", "hA3CPot1007645: to=<b@example.net>, delay=00:00:01, dsn=4.0.0, stat=Deferred: Connection refused by mx", "kind=Deferred action=Deferred text=Connection~refused~by~mx")]
    [InlineData("sendmail", "ruleset=check_rcpt, arg1=<x@example.com>, relay=[192.0.2.9], reject=550 5.7.1 <x@example.com>... Relaying denied", "kind=Rejected stage=RCPT to=x@example.com client=192.0.2.9 code=550 enhanced=5.7.1 class=RelayDenied")]
    [InlineData("sendmail", "hA3CPot1007645: ruleset=check_mail, arg1=<x@example.com>, relay=[192.0.2.9], reject=553 5.1.8 <x@example.com>... Domain of sender address x@example.com does not exist", "kind=Rejected stage=MAIL from=x@example.com")]
    [InlineData("sendmail", "hA3CPot1007645: <nobody@example.org>... User unknown", "kind=Rejected stage=RCPT to=nobody@example.org class=UserUnknown")]
    [InlineData("sendmail", "NOQUEUE: connect from mx.example.org [192.0.2.1]", "kind=Connect client=192.0.2.1 client_name=mx.example.org")]
    [InlineData("sendmail", "rejecting connections on daemon MTA: load average: 14", "kind=Trouble")]
    [InlineData("sendmail", "jABDsGrH029820: SYSERR(root): collect: I/O error on connection from mx", "kind=Trouble queue=jABDsGrH029820")]
    [InlineData("exim", "1tDx5M-000001-2J <= a@example.org H=mx.example.org (helo.example.org) [192.0.2.1]:41234 P=esmtps X=TLS1.3 S=1234 id=9@example.org", "kind=Accepted queue=1tDx5M-000001-2J from=a@example.org client=192.0.2.1 client_name=mx.example.org helo=helo.example.org client_port=41234 size=1234 message_id=9@example.org marks=remote")]
    [InlineData("exim", "1tDx5M-000001-2J <= <> R=1tDx5K-000001-2A U=Debian-exim P=local S=99", "kind=Accepted size=99")]
    [InlineData("exim", "1tDx5M-000001-2J => b <b@example.net> R=dnslookup T=remote_smtp H=mx.example.net [198.51.100.9] QT=1m5s C=\"250 2.0.0 OK\"", "kind=Sent to=b orig_to=b@example.net relay_address=198.51.100.9 delay_ms=65000 text=250~2.0.0~OK marks=remote")]
    [InlineData("exim", "1tDx5M-000001-2J == b@example.net R=dnslookup T=remote_smtp defer (111): Connection refused", "kind=Deferred text=Connection~refused")]
    [InlineData("exim", "1tDx5M-000001-2J ** b@example.net R=dnslookup T=remote_smtp H=mx.example.net [198.51.100.9]: SMTP error: 550 No such user", "kind=Bounced to=b@example.net")]
    [InlineData("exim", "1tDx5M-00000000001-2Jab Completed", "kind=Removed queue=1tDx5M-00000000001-2Jab")]
    [InlineData("exim", "H=(x) [192.0.2.9] F=<a@example.com> rejected RCPT <b@example.net>: relay not permitted", "kind=Rejected stage=RCPT client=192.0.2.9 helo=x from=a@example.com to=b@example.net class=RelayDenied")]
    [InlineData("exim", "H=x [192.0.2.9] F=<a@example.com> temporarily rejected RCPT <b@example.org>: greylisted", "kind=Rejected code=451 class=Greylisted")]
    [InlineData("exim", "SMTP connection from [192.0.2.9]:3412 (TCP/IP connection count = 1)", "kind=Connect client=192.0.2.9 client_port=3412")]
    [InlineData("qmail", "1700000000.123456 info msg 93869: bytes 2343 from <a@example.org> qp 18695 uid 49491", "kind=Accepted queue=93869 size=2343 from=a@example.org marks=remote")]
    [InlineData("qmail", "delivery 392: success: 198.51.100.9_accepted_message./Remote_host_said:_250_ok/", "kind=Sent relay_address=198.51.100.9 name=392 action=success")]
    [InlineData("qmail", "end msg 93869", "kind=Removed queue=93869")]
    [InlineData("tcpserver", "ok 18693 mail.example.org:192.0.2.25:25 mx.example.org:192.0.2.1::41234", "kind=Connect server=192.0.2.25 client=192.0.2.1 client_port=41234 client_name=mx.example.org")]
    [InlineData("popper", "(v4.0.5) POP login by user \"joe\" at (pc.example.org) 192.0.2.7 [pop_log.c:244]", "kind=Login name=joe client_name=pc.example.org client=192.0.2.7 marks=pop3")]
    [InlineData("popper", "[AUTH] Failed attempted login to joe from host (pc.example.org) 192.0.2.7", "kind=LoginFailed name=joe client=192.0.2.7 client_name=pc.example.org")]
    [InlineData("dovecot", "pop3-login: Login: user=<joe>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, mpid=600, TLS, session=<x>", "kind=Login name=joe client=192.0.2.7 server=192.0.2.25 marks=pop3")]
    [InlineData("imap-login", "Info: Login: user=<joe>, method=PLAIN, rip=2001:db8::7, lip=2001:db8::25, mpid=600, session=<x>", "kind=Login name=joe client=2001:db8::7 server=2001:db8::25")]
    [InlineData("dovecot", "imap-login: Disconnected (auth failed, 3 attempts in 6 secs): user=<joe>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, session=<x>", "kind=LoginsFailed count=3 name=joe client=192.0.2.7")]
    [InlineData("auth", "Info: passwd-file(joe,192.0.2.7,<x>): Password mismatch", "kind=LoginFailed name=joe client=192.0.2.7")]
    [InlineData("named", "client 192.0.2.25#1025: query: example.org IN MX", "kind=Query client=192.0.2.25 client_port=1025 name=example.org type=MX")]
    [InlineData("named", "client 192.0.2.25#1025: view internal: query: example.org IN A +", "kind=Query client_name=internal name=example.org type=A text=+")]
    [InlineData("named", "queries: info: client @0x7f3f 2001:db8::25#5353 (example.org): view a: query: example.org IN AAAA +E(0)TDC (2001:db8::53)", "kind=Query client=2001:db8::25 server=2001:db8::53 name=example.org type=AAAA client_name=a marks=tcp")]
    [InlineData("named", "client @0x7f3f 192.0.2.25#5353 (example.org): query (cache) 'example.org/A/IN' denied", "kind=Routine client=192.0.2.25")]
    [InlineData("unbound", "info: 192.0.2.25 example.org. TYPE65 IN", "kind=Query client=192.0.2.25 name=example.org. type=HTTPS")]
    [InlineData("unbound", "[12:0] info: 192.0.2.25 example.org. A IN NOERROR 0.0001 0 45", "kind=Answer client=192.0.2.25 text=NOERROR")]
    [InlineData("dnsmasq", "query[AAAA] example.org from 192.0.2.25", "kind=Query client=192.0.2.25 name=example.org type=AAAA")]
    [InlineData("dnsmasq", "17 192.0.2.25/3345 query[A] example.org from 192.0.2.25", "kind=Query client=192.0.2.25 name=example.org type=A")]
    [InlineData("clamd", "-> fd[10]: Eicar-Signature FOUND", "kind=Virus name=Eicar-Signature")]
    [InlineData("clamd", "]: FOUND", "kind=Routine")]
    [InlineData("clamav-milter", "Message 4jWmv31wPDz3X from <a@example.org> to <b@example.net> infected by Eicar-Signature", "kind=Virus name=Eicar-Signature queue=4jWmv31wPDz3X from=a@example.org to=b@example.net")]
    [InlineData("spamd", "spamd: result: Y 15 - BAYES_99,URIBL scantime=1.2,size=1234,user=joe,uid=1000,mid=<9@example.org>", "kind=Spam score=15 size=1234 name=joe message_id=9@example.org")]
    [InlineData("spamd", "spamd: result: . -2 - ALL_TRUSTED scantime=1.2,size=1234,user=joe", "kind=Clean score=-2")]
    [InlineData("spamd", "spamd: clean message (-0.2/5.0) for joe:1000 in 1.2 seconds, 1234 bytes.", "kind=Routine")]
    [InlineData("amavis", "(01234-05) Blocked INFECTED (Eicar-Signature) {DiscardedInbound}, [192.0.2.9]:4312 <a@example.com> -> <b@example.org>, Queue-ID: 4jWmv31wPDz3X, Message-ID: <9@example.com>, Hits: -, size: 1234", "kind=Virus name=Eicar-Signature client=192.0.2.9 client_port=4312 from=a@example.com to=b@example.org queue=4jWmv31wPDz3X size=1234 action=Blocked")]
    [InlineData("amavis", "(01234-06) Passed CLEAN {RelayedInbound}, [192.0.2.9] <a@example.com> -> <b@example.org>, Hits: -1.9, size: 99, queued_as: X, 1234 ms", "kind=Clean score=-1.9 action=Passed")]
    [InlineData("rspamd", "<abc>; task; rspamd_task_write_log: id: <9@example.com>, qid: <4jWmv31wPDz3X>, ip: 192.0.2.9, from: <a@example.com>, (default: T (reject): [20.10/15.00] [X(1.0){}]), len: 123, time: 1ms, rcpts: <b@example.org>", "kind=Spam action=reject score=20.1 client=192.0.2.9 queue=4jWmv31wPDz3X from=a@example.com to=b@example.org size=123 message_id=9@example.com")]
    [InlineData("spamd", "192.0.2.9: connected (2/1), lists: nixspam", "kind=ScreenedConnect client=192.0.2.9 name=nixspam")]
    [InlineData("spamd", "(GREY) 192.0.2.9: <a@example.com> -> <b@example.org>", "kind=GreyNew client=192.0.2.9 from=a@example.com to=b@example.org")]
    [InlineData("spamd", "(BLACK) 192.0.2.9: <a@example.com> -> <b@example.org>", "kind=Blacklisted client=192.0.2.9")]
    [InlineData("spamd", "whitelisting 192.0.2.9 in /var/db/spamd", "kind=GreyPassed client=192.0.2.9 action=WHITE")]
    [InlineData("spamd", "192.0.2.9: disconnected after 371 seconds. lists: nixspam", "kind=Disconnect client=192.0.2.9 delay_ms=371000")]
    [InlineData("postgrey", "action=pass, reason=triplet found, delay=301, client_name=mx.example.com, client_address=192.0.2.9, sender=a@example.com, recipient=b@example.org", "kind=GreyPassed delay_ms=301000 client=192.0.2.9 from=a@example.com")]
    [InlineData("MailScanner", ">>> Virus 'W32/Test-A' found in file ./hA3CPot1007645/a.zip/setup.exe", "kind=Virus name=W32/Test-A queue=hA3CPot1007645")]
    [InlineData("postfix/submission/smtpd", "connect from pc.example.org[192.0.2.7]", "kind=Connect client=192.0.2.7 marks=submission")]
    [InlineData("postfix/postscreen", "CONNECT from [192.0.2.9]:4312 to [192.0.2.25]:25", "kind=ScreenedConnect client=192.0.2.9 server=192.0.2.25 client_port=4312")]
    [InlineData("postfix/smtpd", "fatal: no SASL authentication mechanisms", "kind=Trouble")]
    [InlineData("postfix/smtpd", "lost connection after from ", "kind=Routine")]
    [InlineData("postfix/smtpd", "something nobody ever logged", "kind=Unknown")]
    [InlineData("cron", "(root) CMD (x)", "kind=Unknown")]
    public void Read_LineOfAProgram_GivesItsFields(string program, string message, string expected)
    {
        Dictionary<string, string> read = FieldsOfLine.Of(program, message);

        foreach (string field in expected.Split(' '))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            Assert.Equal(field, $"{field[..equals]}={read.GetValueOrDefault(field[..equals], "").Replace(' ', '~')}");
        }
    }

    [Fact]
    public void Read_PrefixesAndFlippedOctets_NeverThrows()
    {
        string[] programs = ["postfix/smtpd", "postfix/qmgr", "postfix/cleanup", "postfix/postscreen", "sendmail", "exim", "qmail", "tcpserver", "dovecot", "popper", "named", "unbound", "dnsmasq", "clamd", "spamd", "amavis", "rspamd", "postgrey", "MailScanner"];
        string[] messages =
        [
            "hA3CPot1007645: from=<a@example.org>, size=64607, class=0, nrcpts=2, relay=mx [192.0.2.1]", "1tDx5M-000001-2J => b <b@example.net> H=mx [198.51.100.9] QT=1m5s C=\"250\"",
            "NOQUEUE: reject: RCPT from a[192.0.2.1]: 550 5.1.1 <x>: Recipient address rejected: User unknown; from=<a> to=<b> proto=ESMTP helo=<c>",
            "client @0x7f3f 2001:db8::25#5353 (example.org): view a: query: example.org IN AAAA +E(0)TDC (2001:db8::53)", "ok 18693 mail:192.0.2.25:25 mx:192.0.2.1::41234",
            "4jWmv: to=<u@example.org>, orig_to=<v>, relay=h[192.0.2.9]:25, delay=0.05, delays=0.05/0/0/0, dsn=2.0.0, status=sent (x)", "pop3-login: Login: user=<joe>, rip=192.0.2.7, lip=::1",
            "(GREY) 192.0.2.9: <a> -> <b>", "spamd: result: Y 15 - X size=1,user=j", "(1-05) Blocked INFECTED (E), [192.0.2.9]:1 <a> -> <b>, Hits: -", "action=pass, reason=triplet found, delay=301, client_address=x",
            "(default: T (reject): [20.10/15.00] [X]), len: 1", "query[A] e from 192.0.2.1", "info: 192.0.2.25 e. A IN NOERROR", ">>> Virus 'W' found in file ./a/b", "info msg 1: bytes 2 from <a>",
        ];
        Random random = new(1);
        LogEvent read = default;
        foreach (string program in programs)
        {
            byte[] name = Encoding.UTF8.GetBytes(program);
            LogProgram family = LogEventReader.ProgramOf(name);
            foreach (byte[] message in messages.Select(Encoding.UTF8.GetBytes))
            {
                for (int length = 0; length <= message.Length; length++)
                {
                    LogEventReader.Read(family, name, message.AsSpan(0, length), ref read);
                }

                for (int turn = 0; turn < 500; turn++)
                {
                    byte[] flipped = [.. message];
                    flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                    flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                    LogEventReader.Read(family, name, flipped, ref read);
                    Assert.InRange((int)read.Kind, 0, (int)LogEventKind.Trouble);
                }
            }
        }
    }
}
