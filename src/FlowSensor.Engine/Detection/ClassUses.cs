using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>The uses of every traffic class met so far.</summary>
internal sealed class ClassUses
{
    private ClassUse[] _uses = [];

    /// <summary>The uses by class number; those of new classes are added.</summary>
    public ClassUse[] Of(TrafficClassifier classifier)
    {
        int known = _uses.Length;
        if (known < classifier.ClassCount)
        {
            Array.Resize(ref _uses, classifier.ClassCount);
            for (int number = known; number < _uses.Length; number++)
            {
                _uses[number] = Of(classifier, classifier[(ushort)number]);
            }
        }

        return _uses;
    }

    private static ClassUse Of(TrafficClassifier classifier, TrafficClass trafficClass)
    {
        ClassUse uses = trafficClass.IsSyn ? ClassUse.Syn : ClassUse.None;
        bool isIcmp = false;
        foreach (int member in trafficClass.Members)
        {
            ServiceDirection direction = classifier.ServiceDirections[member];
            isIcmp |= direction.Service == "icmp";
            uses |= (direction.Service, direction.Direction) switch
            {
                ("smtp", TrafficDirection.Request) => ClassUse.MailRequest,
                ("smtp", TrafficDirection.Response) => ClassUse.MailResponse,
                ("dns", TrafficDirection.Request) => ClassUse.DnsRequest,
                ("dns", TrafficDirection.Response) => ClassUse.DnsResponse,
                ("pop3" or "imap" or "submission", TrafficDirection.Request) => ClassUse.Login,
                _ => ClassUse.None,
            };
        }

        bool isDns = (uses & (ClassUse.DnsRequest | ClassUse.DnsResponse)) != 0;
        uses |= !trafficClass.IsSyn && !isIcmp && !isDns ? ClassUse.Connection : ClassUse.None;
        uses |= trafficClass.Members.Length == 1 || (uses & ClassUse.DnsRequest) != 0 ? ClassUse.Question : ClassUse.None;
        return uses;
    }
}
