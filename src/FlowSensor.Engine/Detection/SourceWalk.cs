using System.Runtime.CompilerServices;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// One walk over all sources of a window. Most show no class that a rule looks at, which their heads tell without a row being read; nothing
/// is allocated for any of them.
/// </summary>
internal sealed class SourceWalk(SmtpSenderRule mail, DnsRules dns, LoginGuessingRule logins, Func<IpAddress, bool> isOwn)
{
    // A session in which a server says more than its greeting has at least so many packets of the server.
    private const ulong AnsweredPackets = 4;

    // A host that answers this many others in a window, or asks this many servers, is a resolver.
    private const long ResolverClients = 3;
    private const long ResolverServers = 50;

    /// <summary>Walks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Walk(DetectionWindow window)
    {
        SourceTable sources = window.Window.Tables.Sources;
        ClassUse[] uses = window.Uses;
        for (uint head = 0; head < (uint)sources.SourceCount; head++)
        {
            ClassUse all = ClassUse.None;
            SourceRowCursor rows = sources.RowsOf(head);
            while (rows.MoveNext())
            {
                all |= uses[rows.Class];
            }

            if ((all & ClassUse.Read) != 0)
            {
                Read(window, sources, uses, head, all);
            }
        }

        ReadAnswers(window);
    }

    private void Read(DetectionWindow window, SourceTable sources, ClassUse[] uses, uint head, ClassUse all)
    {
        IpAddress source = sources.Head(head).Source;
        if ((all & ClassUse.MailRequest) != 0)
        {
            mail.OnSource(window, source, Sum(sources, uses, head, ClassUse.MailRequest, out DestinationUnion servers), servers.ToSketch());
        }

        if ((all & ClassUse.MailResponse) != 0 && isOwn(source))
        {
            SourceSums sums = Sum(sources, uses, head, ClassUse.MailResponse, out DestinationUnion clients);
            if (sums.Packets >= sums.Flows * AnsweredPackets)
            {
                window.Servers.FindOrAdd(source, window.Time.Observed)?.Answered(sums.Flows, clients.ToSketch());
            }
        }

        if ((all & ClassUse.DnsResponse) != 0 && isOwn(source))
        {
            Sum(sources, uses, head, ClassUse.DnsResponse, out DestinationUnion clients);
            MarkResolver(window, source, clients.Count(out _) >= ResolverClients);
        }

        if ((all & ClassUse.DnsRequest) != 0)
        {
            SourceSums sums = Sum(sources, uses, head, ClassUse.DnsRequest, out DestinationUnion servers);
            MarkResolver(window, source, sums.Flows >= ResolverServers && servers.Count(out _) >= ResolverServers && isOwn(source));
            dns.OnSource(window, source, in sums);
        }

        if ((all & ClassUse.Login) != 0)
        {
            logins.OnSource(window, source, Sum(sources, uses, head, ClassUse.Login, out DestinationUnion servers), servers.Count(out _));
        }
    }

    // What clients have with each server, and what servers send back to them.
    private void ReadAnswers(DetectionWindow window)
    {
        PairTable pairs = window.Window.Tables.Pairs;
        int request = window.Window.Find("smtp", TrafficDirection.Request)?.Index ?? -1;
        int response = window.Window.Find("smtp", TrafficDirection.Response)?.Index ?? -1;
        for (uint number = 0; number < (uint)pairs.RowCount; number++)
        {
            ref PairRow pair = ref pairs[number];
            if (pair.ServiceDirection == response)
            {
                mail.OnAnswer(pair.Destination, pair.Packets, pair.Octets);
            }
            else if (pair.ServiceDirection == request)
            {
                mail.OnPair(pair.Source, pair.Flows, pair.Octets);
            }
        }
    }

    private static void MarkResolver(DetectionWindow window, IpAddress source, bool isResolver)
    {
        if (isResolver && window.Servers.FindOrAdd(source, window.Time.Observed) is ServerProfile profile)
        {
            profile.IsResolver = true;
        }
    }

    private static SourceSums Sum(SourceTable sources, ClassUse[] uses, uint head, ClassUse use, out DestinationUnion destinations)
    {
        SourceSums sums = default;
        destinations = default;
        SourceRowCursor rows = sources.RowsOf(head);
        while (rows.MoveNext())
        {
            if ((uses[rows.Class] & use) != 0)
            {
                ref SourceRow row = ref sources[rows.Row];
                sums.Add(in row, sources.CountsOf(rows.Row), (uses[rows.Class] & ClassUse.Syn) != 0);
                destinations.Add(in row, sources.Sketches);
            }
        }

        return sums;
    }
}
