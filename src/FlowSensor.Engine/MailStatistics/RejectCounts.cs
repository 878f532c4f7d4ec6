using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Refusals by class.</summary>
[InlineArray(Classes)]
internal struct RejectCounts
{
    public const int Classes = (int)SmtpRejectClass.Other + 1;

    private int _first;

    public readonly int Total
    {
        get
        {
            int total = 0;
            foreach (int count in this)
            {
                total += count;
            }

            return total;
        }
    }

    public readonly int Of(SmtpRejectClass rejectClass) => this[(int)rejectClass];

    public void Count(SmtpRejectClass rejectClass) => this[(int)rejectClass]++;

    public void Add(in RejectCounts other)
    {
        for (int index = 0; index < Classes; index++)
        {
            this[index] += other[index];
        }
    }
}
