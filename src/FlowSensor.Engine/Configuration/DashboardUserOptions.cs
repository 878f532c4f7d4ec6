using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Engine.Configuration;

/// <summary>One of <c>dashboard.users</c>, for those who keep users in the configuration rather than in the store.</summary>
public sealed class DashboardUserOptions : IValidatableObject
{
    /// <summary>Name to log in with.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>What the user may do.</summary>
    public AccessRole Role { get; set; } = AccessRole.Read;

    /// <summary>What <c>flowsensor user hash</c> printed for the password.</summary>
    [Required]
    [Secret]
    public string PasswordHash { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name.Length > 0 && !UserName.IsGood(Name))
        {
            yield return new ValidationResult($"must be {UserName.Wanted}", [nameof(Name)]);
        }

        if (PasswordHash.Length > 0 && !Storage.Access.PasswordHash.TryParse(PasswordHash, out _))
        {
            yield return new ValidationResult("is not what 'flowsensor user hash' prints", [nameof(PasswordHash)]);
        }
    }
}
