using FlowSensor.Protocols.MailAccess;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Inspection;

/// <summary>Readers that are lent to sessions and come back, so that none are made once enough exist.</summary>
internal sealed class SessionReaders
{
    private readonly Stack<SmtpSession> _smtp = [];
    private readonly Stack<Pop3Session> _pop3 = [];
    private readonly Stack<ImapSession> _imap = [];
    private readonly Stack<DnsTcpReader> _dns = [];

    public object Lend(InspectedService service, ulong seed)
    {
        switch (service)
        {
            case InspectedService.Dns:
                DnsTcpReader dns = _dns.TryPop(out DnsTcpReader? oldDns) ? oldDns : new DnsTcpReader();
                dns.Reset();
                return dns;

            case InspectedService.Pop3:
                Pop3Session pop3 = _pop3.TryPop(out Pop3Session? oldPop3) ? oldPop3 : new Pop3Session();
                pop3.Reset();
                return pop3;

            case InspectedService.Imap:
                ImapSession imap = _imap.TryPop(out ImapSession? oldImap) ? oldImap : new ImapSession();
                imap.Reset();
                return imap;

            default:
                SmtpSession smtp = _smtp.TryPop(out SmtpSession? oldSmtp) ? oldSmtp : new SmtpSession();
                smtp.Reset(seed);
                return smtp;
        }
    }

    public void Return(object? reader)
    {
        switch (reader)
        {
            case SmtpSession smtp:
                _smtp.Push(smtp);
                break;

            case Pop3Session pop3:
                _pop3.Push(pop3);
                break;

            case ImapSession imap:
                _imap.Push(imap);
                break;

            case DnsTcpReader dns:
                _dns.Push(dns);
                break;
        }
    }
}
