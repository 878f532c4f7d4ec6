using System.Text;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Seeds;

/// <summary>Lines of logs to start from: of the recordings, and for programs that those do not have, written by hand.</summary>
internal static class LogSeeds
{
    private static readonly string[] Stamps =
    [
        "Nov 12 10:20:30 mx ", "<22>Nov  2 10:20:30 mx ", "2024-11-12T10:20:30.123456+02:00 mx ", "2024-11-12 10:20:30.123 ", "12-Nov-2024 10:20:30.123 ",
        "@400000006733291e0a21fe3c ", "Tue Nov 12 10:20:30 2024 ", "<165>1 2024-11-12T10:20:30.003Z mx app 42 ID47 [a@1 b=\"c\\]\"][d@2] ", "[1731406830] ", "mail.log:Nov 12 10:20:30 mx ",
    ];

    /// <summary>Lines of a format.</summary>
    public static IEnumerable<byte[]> Lines(LogFormat format, SeedFiles files)
    {
        string[] messages = Messages(format);
        for (int i = 0; i < messages.Length; i++)
        {
            yield return Encoding.UTF8.GetBytes(Stamps[i % Stamps.Length] + messages[i] + "\n");
        }

        foreach (byte[] line in Recorded(format, files))
        {
            yield return line;
        }
    }

    /// <summary>Words that mean something in a format: those of its lines.</summary>
    public static IReadOnlyList<byte[]> Words(LogFormat format) =>
    [
        .. Messages(format).SelectMany(static message => message.Split(' ')).Concat(Stamps).Distinct(StringComparer.Ordinal)
            .Where(static word => word.Length > 1).Select(Encoding.UTF8.GetBytes),
    ];

    private static IEnumerable<byte[]> Recorded(LogFormat format, SeedFiles files) => format switch
    {
        LogFormat.Postfix => files.LogLines("mail.log.gz").Concat(
            files.Shared("logs").Where(static file => file.EndsWith(".yaml", StringComparison.Ordinal)).SelectMany(File.ReadLines)
                .Where(static line => line.StartsWith("data: ", StringComparison.Ordinal))
                .Select(static line => Encoding.UTF8.GetBytes($"Nov 12 10:20:30 mx postfix/smtpd[1]: {line["data: ".Length..]}\n"))),
        LogFormat.Dovecot => files.LogLines("dovecot.log.gz"),
        LogFormat.Bind => files.LogLines("queries.log.gz"),
        LogFormat.Postgrey => files.LogLines("postgrey.log.gz"),
        LogFormat.Syslog => files.LogLines("kernel.log.gz"),
        _ => [],
    };

    private static string[] Messages(LogFormat format) => format switch
    {
        LogFormat.Journal =>
        [
            "{\"__REALTIME_TIMESTAMP\":\"1731406830123456\",\"_HOSTNAME\":\"mx\",\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"_PID\":\"42\",\"PRIORITY\":\"6\",\"MESSAGE\":\"connect from a[192.0.2.1]\"}",
            "{\"MESSAGE\":[99,111,110,255],\"_COMM\":\"named\",\"SYSLOG_PID\":null,\"_SOURCE_REALTIME_TIMESTAMP\":\"1\",\"x\":\"\\u00e9\\ud83d\\ude00\\\"\\\\\"}",
        ],
        LogFormat.Syslog => ["kernel: [ 1.5] IN=eth0 SRC=192.0.2.1", "last message repeated 3 times", "cron[12]: (root) CMD (x)", "[ID 801593 mail.info] text"],
        LogFormat.Postfix =>
        [
            "postfix/smtpd[1]: connect from mx.example.org[192.0.2.1]", "postfix/smtpd[1]: 4jWmv31wPDz3X: client=mx.example.org[192.0.2.1], sasl_method=PLAIN, sasl_username=joe",
            "postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.9]: 550 5.1.1 <b@example.net>: Recipient address rejected: User unknown in local recipient table; from=<a@example.com> to=<b@example.net> proto=ESMTP helo=<x>",
            "postfix/qmgr[1]: 4jWmv31wPDz3X: from=<a@example.org>, size=1234, nrcpt=2 (queue active)", "postfix/cleanup[1]: 4jWmv31wPDz3X: message-id=<9@example.org>", "postfix/qmgr[1]: 4jWmv31wPDz3X: removed",
            "postfix/smtp[1]: 4jWmv31wPDz3X: to=<b@example.net>, orig_to=<c@example.net>, relay=mx[198.51.100.9]:25, conn_use=2, delay=1.5, delays=0.1/0.2/0.3/0.9, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as X)",
            "postfix/smtpd[1]: disconnect from x[192.0.2.9] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4", "postfix/submission/smtpd[1]: lost connection after AUTH from unknown[192.0.2.9]",
            "postfix/postscreen[1]: CONNECT from [192.0.2.9]:4312 to [192.0.2.25]:25", "postfix/postscreen[1]: PASS NEW [192.0.2.9]:4312", "postfix/postscreen[1]: PREGREET 11 after 0.1 from [192.0.2.9]:4312: EHLO a\\r\\n",
            "postfix/smtpd[1]: fatal: no SASL authentication mechanisms", "postfix/anvil[1]: statistics: max connection rate 1/60s for (smtp:192.0.2.1) at Nov 12 10:20:30", "postfix/bounce[1]: A: sender non-delivery notification: B",
        ],
        LogFormat.Sendmail =>
        [
            "sendmail[2]: hA3CPot1007645: from=<a@example.org>, size=64607, class=0, nrcpts=2, msgid=<1@example.org>, proto=ESMTP, daemon=MTA, relay=mx.example.org [192.0.2.1]",
            "sm-mta[2]: hA3CPot1007645: to=<b@example.net>, delay=1+00:00:59, xdelay=00:00:00, mailer=esmtp, pri=120258, relay=mx.example.net. [198.51.100.9], dsn=2.0.0, stat=Sent (ok 1)",
            "sendmail[2]: hA3CPot1007645: to=<b@example.net>, delay=00:00:01, dsn=4.0.0, stat=Deferred: Connection refused by mx", "sendmail[2]: NOQUEUE: connect from mx.example.org [192.0.2.1]",
            "sendmail[2]: ruleset=check_rcpt, arg1=<x@example.com>, relay=[192.0.2.9], reject=550 5.7.1 <x@example.com>... Relaying denied", "sendmail[2]: jABDsGrH029820: SYSERR(root): collect: I/O error on connection from mx",
            "sendmail[2]: rejecting connections on daemon MTA: load average: 14", "sendmail[2]: hA3CPot1007645: <nobody@example.org>... User unknown", "sendmail[2]: hA3CPot1007645: lost input channel from x [192.0.2.1] to MTA after rcpt",
        ],
        LogFormat.Exim =>
        [
            "exim[3]: 1tDx5M-000001-2J <= a@example.org H=mx.example.org (helo.example.org) [192.0.2.1]:41234 P=esmtps X=TLS1.3 S=1234 id=9@example.org",
            "1tDx5M-000001-2J => b <b@example.net> R=dnslookup T=remote_smtp H=mx.example.net [198.51.100.9] QT=1m5s C=\"250 2.0.0 OK\"", "1tDx5M-00000000001-2Jab Completed",
            "1tDx5M-000001-2J == b@example.net R=dnslookup T=remote_smtp defer (111): Connection refused", "1tDx5M-000001-2J ** b@example.net R=dnslookup: SMTP error: 550 No such user",
            "H=(x) [192.0.2.9] F=<a@example.com> rejected RCPT <b@example.net>: relay not permitted", "SMTP connection from [192.0.2.9]:3412 (TCP/IP connection count = 1)", "dovecot_login authenticator failed for (x) [192.0.2.9]: 535 Incorrect (set_id=joe)",
        ],
        LogFormat.Qmail =>
        [
            "qmail: 1700000000.123456 info msg 93869: bytes 2343 from <a@example.org> qp 18695 uid 49491", "delivery 392: success: 198.51.100.9_accepted_message./Remote_host_said:_250_ok/", "end msg 93869",
            "starting delivery 392: msg 93869 to remote b@example.net", "tcpserver: ok 18693 mail.example.org:192.0.2.25:25 mx.example.org:192.0.2.1::41234", "popper[9]: (v4.0.5) POP login by user \"joe\" at (pc.example.org) 192.0.2.7 [pop_log.c:244]",
            "popper[9]: [AUTH] Failed attempted login to joe from host (pc.example.org) 192.0.2.7", "delivery 3: deferral: Connected_to_198.51.100.9_but_greeting_failed./", "status: local 0/10 remote 1/20",
        ],
        LogFormat.Dovecot =>
        [
            "dovecot: pop3-login: Login: user=<joe>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, mpid=600, TLS, session=<x>", "dovecot: auth: passwd-file(joe,192.0.2.7,<x>): Password mismatch",
            "imap-login: Info: Disconnected (auth failed, 3 attempts in 6 secs): user=<joe>, method=PLAIN, rip=2001:db8::7, lip=2001:db8::25, session=<x>", "dovecot: imap(joe)<12><x>: Logged out in=10 out=20",
        ],
        LogFormat.Bind =>
        [
            "named[4]: client 192.0.2.25#1025: query: example.org IN MX", "queries: info: client @0x7f3f 2001:db8::25#5353 (example.org): view a: query: example.org IN AAAA +E(0)TDC (2001:db8::53)",
            "client @0x7f3f 192.0.2.25#5353 (example.org): query (cache) 'example.org/A/IN' denied", "named[4]: client 192.0.2.25#1025: view internal: query: example.org IN TYPE65 +",
        ],
        LogFormat.Unbound => ["unbound[5]: info: 192.0.2.25 example.org. TYPE65 IN", "unbound: [12:0] info: 192.0.2.25 example.org. A IN NOERROR 0.0001 0 45", "unbound: [12:0] error: x"],
        LogFormat.Dnsmasq => ["dnsmasq[6]: query[AAAA] example.org from 192.0.2.25", "dnsmasq[6]: 17 192.0.2.25/3345 query[A] example.org from 192.0.2.25", "dnsmasq[6]: query[type=65] a from 2001:db8::1", "dnsmasq[6]: reply a is NXDOMAIN"],
        LogFormat.Clamav => ["-> fd[10]: Eicar-Signature FOUND", "clamav-milter[7]: Message 4jWmv31wPDz3X from <a@example.org> to <b@example.net> infected by Eicar-Signature", "clamd[7]: /tmp/a: X(0:1) FOUND"],
        LogFormat.Spamassassin => ["spamd[8]: spamd: result: Y 15 - BAYES_99,URIBL scantime=1.2,size=1234,user=joe,uid=1000,mid=<9@example.org>", "spamd[8]: spamd: clean message (-0.2/5.0) for joe:1000 in 1.2 seconds, 1234 bytes."],
        LogFormat.Amavis =>
        [
            "amavis[9]: (01234-05) Blocked INFECTED (Eicar-Signature) {DiscardedInbound}, [192.0.2.9]:4312 <a@example.com> -> <b@example.org>, Queue-ID: 4jWmv31wPDz3X, Message-ID: <9@example.com>, Hits: -, size: 1234",
            "amavis[9]: (01234-06) Passed CLEAN {RelayedInbound}, [192.0.2.9] <a@example.com> -> <b@example.org>,<c@example.org>, Hits: -1.9, size: 99, queued_as: X, 1234 ms",
        ],
        LogFormat.Rspamd => ["#12(normal) <abc>; task; rspamd_task_write_log: id: <9@example.com>, qid: <4jWmv31wPDz3X>, ip: 192.0.2.9, from: <a@example.com>, (default: T (reject): [20.10/15.00] [X(1.0){}]), len: 123, time: 1ms, rcpts: <b@example.org>"],
        LogFormat.Spamd => ["spamd[1]: 192.0.2.9: connected (2/1), lists: nixspam", "spamd[1]: (GREY) 192.0.2.9: <a@example.com> -> <b@example.org>", "spamd[1]: whitelisting 192.0.2.9 in /var/db/spamd", "spamd[1]: 192.0.2.9: disconnected after 371 seconds. lists: nixspam"],
        LogFormat.Postgrey => ["postgrey[1]: action=pass, reason=triplet found, delay=301, client_name=mx.example.com, client_address=192.0.2.9, sender=a@example.com, recipient=b@example.org", "postgrey[1]: action=greylist, reason=new, client_address=2001:db8::9"],
        _ => ["MailScanner[1]: >>> Virus 'W32/Test-A' found in file ./hA3CPot1007645/a.zip/setup.exe", "app: nothing known", "tcpserver: status: 1/40"],
    };
}
