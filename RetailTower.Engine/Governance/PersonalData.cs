namespace RetailTower.Engine.Governance;

/// <summary>Hides what identifies a person and leaves enough to recognise a value one knows already.</summary>
public static class PersonalData
{
    internal const string Hidden = "•••";

    /// <summary><c>anna@example.com</c> → <c>a•••@example.com</c>.</summary>
    public static string? MaskEmail(string? email)
    {
        if (string.IsNullOrEmpty(email)) return email;
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? email[..1] + Hidden + email[at..] : Hidden;
    }

    /// <summary>Leaves the last two digits.</summary>
    public static string? MaskPhone(string? phone) => string.IsNullOrEmpty(phone) ? phone : phone.Length > 4 ? Hidden + phone[^2..] : Hidden;

    /// <summary>Leaves the initial.</summary>
    public static string? MaskName(string? name) => string.IsNullOrEmpty(name) ? name : name[..1] + Hidden;
}
