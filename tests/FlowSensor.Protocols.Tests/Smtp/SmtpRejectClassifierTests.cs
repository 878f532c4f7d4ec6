using System.Text;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Tests.Smtp;

public class SmtpRejectClassifierTests
{
    [Theory]
    [InlineData("Postfix", "554 5.7.1 <x@example.org>: Relay access denied", SmtpRejectClass.RelayDenied)]
    [InlineData("Postfix", "454 4.7.1 <x@example.org>: Relay access denied", SmtpRejectClass.RelayDenied)]
    [InlineData("Postfix", "550 5.1.1 <x@example.net>: Recipient address rejected: User unknown in local recipient table", SmtpRejectClass.UserUnknown)]
    [InlineData("Postfix", "550 5.1.1 <x@example.net>: Recipient address rejected: User unknown in virtual mailbox table", SmtpRejectClass.UserUnknown)]
    [InlineData("Postfix", "554 5.7.1 <x@example.net>: Recipient address rejected: Access denied", SmtpRejectClass.RecipientRejected)]
    [InlineData("Postfix", "450 4.2.0 <x@example.net>: Recipient address rejected: Greylisted, see http://postgrey.example.org/", SmtpRejectClass.Greylisted)]
    [InlineData("Postfix", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.example.org; listed", SmtpRejectClass.Blocked)]
    [InlineData("Postfix", "554 5.7.1 <host.example.com[192.0.2.1]>: Client host rejected: Access denied", SmtpRejectClass.Blocked)]
    [InlineData("Postfix", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", SmtpRejectClass.Other)]
    [InlineData("Postfix", "450 4.1.8 <a@example.com>: Sender address rejected: Domain not found", SmtpRejectClass.Other)]
    [InlineData("Postfix", "451 4.3.0 <x@example.net>: Temporary lookup failure", SmtpRejectClass.Other)]
    [InlineData("Postfix", "504 5.5.2 <x>: Recipient address rejected: need fully-qualified address", SmtpRejectClass.RecipientRejected)]
    [InlineData("Postfix", "504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname", SmtpRejectClass.Other)]
    [InlineData("Postfix", "503 5.5.1 Error: need MAIL command", SmtpRejectClass.None)]
    [InlineData("sendmail", "503 5.0.0 Need MAIL before RCPT", SmtpRejectClass.None)]
    [InlineData("codes only", "501 -", SmtpRejectClass.None)]
    [InlineData("sendmail", "550 5.1.1 <x@example.net>... User unknown", SmtpRejectClass.UserUnknown)]
    [InlineData("sendmail", "550 5.7.1 <x@example.org>... Relaying denied. Proper authentication required.", SmtpRejectClass.RelayDenied)]
    [InlineData("sendmail", "553 5.3.0 <x@example.net>... Spam blocked see: http://bl.example.org/", SmtpRejectClass.Blocked)]
    [InlineData("milter-greylist", "451 4.7.1 Greylisting in action, please come back in 00:05:00", SmtpRejectClass.Greylisted)]
    [InlineData("exim", "550 relay not permitted", SmtpRejectClass.RelayDenied)]
    [InlineData("exim", "550 Unknown user", SmtpRejectClass.UserUnknown)]
    [InlineData("exim", "550 Unrouteable address", SmtpRejectClass.RecipientRejected)]
    [InlineData("exim", "550 192.0.2.1 is listed at bl.example.org", SmtpRejectClass.Blocked)]
    [InlineData("Exchange", "550 5.7.1 Unable to relay", SmtpRejectClass.RelayDenied)]
    [InlineData("Exchange", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", SmtpRejectClass.UserUnknown)]
    [InlineData("qmail", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", SmtpRejectClass.RelayDenied)]
    [InlineData("qmail", "550 sorry, no mailbox here by that name. (#5.1.1)", SmtpRejectClass.UserUnknown)]
    [InlineData("spamd", "451 Temporary failure, please try again later.", SmtpRejectClass.Greylisted)]
    [InlineData("codes only", "550 5.1.1 -", SmtpRejectClass.UserUnknown)]
    [InlineData("codes only", "551 -", SmtpRejectClass.RelayDenied)]
    [InlineData("codes only", "550 -", SmtpRejectClass.RecipientRejected)]
    [InlineData("codes only", "554 -", SmtpRejectClass.Other)]
    [InlineData("accepted", "250 2.1.5 Ok, user unknown", SmtpRejectClass.None)]
    public void Classify_Wording_GivesClass(string server, string line, SmtpRejectClass expected)
    {
        byte[] text = Encoding.ASCII.GetBytes(line[4..]);
        EnhancedStatusCode.TryRead(text, out EnhancedStatusCode enhanced);

        Assert.True(expected == SmtpRejectClassifier.Classify(int.Parse(line.AsSpan(0, 3)), enhanced, text), $"{server}: {line}");
    }

    [Theory]
    [InlineData("5.1.1 x", true, 5, 1, 1)]
    [InlineData("4.7.650 x", true, 4, 7, 650)]
    [InlineData("2.0.0", true, 2, 0, 0)]
    [InlineData("3.0.0 x", false, 0, 0, 0)]
    [InlineData("5.1 x yz", false, 0, 0, 0)]
    [InlineData("5.1.1234 x", false, 0, 0, 0)]
    [InlineData("5.1.1x", false, 0, 0, 0)]
    [InlineData("5.", false, 0, 0, 0)]
    public void TryRead_EnhancedCode_GivesParts(string text, bool expected, byte codeClass, ushort subject, ushort detail)
    {
        Assert.Equal(expected, EnhancedStatusCode.TryRead(Encoding.ASCII.GetBytes(text), out EnhancedStatusCode code));
        Assert.Equal(new EnhancedStatusCode(codeClass, subject, detail), code);
    }
}
