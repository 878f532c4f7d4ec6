using System.Text;

namespace FlowSensor.Engine.Configuration;

/// <summary>Names of properties as they are spelled in the configuration: <c>ReceiveBuffer</c> is <c>receive_buffer</c>.</summary>
public static class SnakeCase
{
    /// <summary>The spelling of a name; a digit begins no new word.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        StringBuilder text = new(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && char.IsLetterOrDigit(name[i - 1]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
