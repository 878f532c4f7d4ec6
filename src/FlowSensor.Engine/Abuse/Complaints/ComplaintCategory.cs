namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>What a host is said to have done; the words of the monthly tables.</summary>
public enum ComplaintCategory
{
    /// <summary>Not said in words that are known.</summary>
    Other,

    /// <summary>Unwanted mail.</summary>
    Spam,

    /// <summary>Guessed passwords.</summary>
    LoginAttack,

    /// <summary>Scanned ports or hosts.</summary>
    Scan,

    /// <summary>Flooded somebody, or was used to.</summary>
    Flood,

    /// <summary>Infected, or part of a botnet.</summary>
    Infected,

    /// <summary>Phishing or fraud.</summary>
    Fraud,

    /// <summary>Infringed rights.</summary>
    Infringement,
}
