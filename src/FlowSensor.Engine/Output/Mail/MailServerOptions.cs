using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>A mail server that takes mail of the sensor, and in whose name.</summary>
public class MailServerOptions : IValidatableObject
{
    /// <summary>Name or address and port of the server, such as <c>mail.example.net:587</c>; without a port 25, with <c>security: tls</c> 465.</summary>
    [Required]
    public string Server { get; set; } = "";

    /// <summary>Sender, header and envelope.</summary>
    [Required]
    public string From { get; set; } = "";

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; }

    /// <summary>Account at the server; empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>File of certificates (PEM) that the server's certificate has to lead to, instead of the machine's.</summary>
    public string CertificateAuthorities { get; set; } = "";

    /// <summary>Time for each step of the dialogue. RFC 5321 4.5.3.2 allows minutes; a notification that takes minutes is late.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Server.Length > 0 && !TryGetServer(out _, out _))
        {
            yield return new ValidationResult($"'{Server}' is not a server such as mail.example.net:587", [nameof(Server)]);
        }

        if (From.Length > 0 && !Mailbox.IsValid(From))
        {
            yield return new ValidationResult($"'{From}' is not a mailbox", [nameof(From)]);
        }

        if ((User.Length == 0) != (Password.Length == 0))
        {
            yield return new ValidationResult("user and password go together", [nameof(User)]);
        }

        if (User.Length > 0 && Security == MailSecurity.None)
        {
            yield return new ValidationResult("a password is not sent in plain text; use starttls or tls", [nameof(Security)]);
        }
    }

    /// <summary>Host and port of <see cref="Server"/>.</summary>
    public bool TryGetServer(out string host, out int port)
    {
        (host, port) = (Server, Security == MailSecurity.Tls ? 465 : 25);
        int colon = Server.LastIndexOf(':');
        if (colon > 0 && (Server.IndexOf(':') == colon || Server[colon - 1] == ']'))
        {
            host = Server[..colon];
            if (!int.TryParse(Server.AsSpan(colon + 1), out port) || port is < 1 or > 65_535)
            {
                return false;
            }
        }

        host = host.Trim('[', ']');
        return host.Length > 0 && Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }
}
