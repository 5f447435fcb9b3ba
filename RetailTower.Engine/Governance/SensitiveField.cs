using System.Collections.Frozen;

namespace RetailTower.Engine.Governance;

/// <summary>What a field's value would give away.</summary>
internal enum Sensitivity
{
    None,
    Name,
    Email,
    Phone,
    /// <summary>Leads to the person's door.</summary>
    Street,
    /// <summary>Opens a system; nobody may see it.</summary>
    Secret,
}

/// <summary>Judges fields of foreign documents by their names, as the connected systems spell them.</summary>
internal static class SensitiveField
{
    private static readonly (string Ending, Sensitivity Sensitivity)[] Endings =
    [
        ("sessionid", Sensitivity.Secret), ("password", Sensitivity.Secret), ("token", Sensitivity.Secret), ("secret", Sensitivity.Secret),
        ("apikey", Sensitivity.Secret), ("authorization", Sensitivity.Secret), ("clientstate", Sensitivity.Secret),
        ("email", Sensitivity.Email), ("emailaddress", Sensitivity.Email),
        ("phone", Sensitivity.Phone), ("phonenumber", Sensitivity.Phone), ("mobile", Sensitivity.Phone), ("fax", Sensitivity.Phone),
        ("firstname", Sensitivity.Name), ("lastname", Sensitivity.Name), ("fullname", Sensitivity.Name), ("customername", Sensitivity.Name),
        ("contactname", Sensitivity.Name), ("shiptoname", Sensitivity.Name), ("billtoname", Sensitivity.Name), ("selltoname", Sensitivity.Name),
        ("recipientname", Sensitivity.Name), ("shiptocontact", Sensitivity.Name),
        ("street", Sensitivity.Street), ("street1", Sensitivity.Street), ("street2", Sensitivity.Street), ("streetaddress", Sensitivity.Street),
        ("address1", Sensitivity.Street), ("address2", Sensitivity.Street), ("addressline1", Sensitivity.Street), ("addressline2", Sensitivity.Street),
        ("latitude", Sensitivity.Street), ("longitude", Sensitivity.Street), ("browserip", Sensitivity.Street), ("clientip", Sensitivity.Street),
    ];

    private static readonly string[] PersonWords = ["address", "customer", "shipto", "billto", "sellto", "recipient", "contact", "consignee"];
    private static readonly FrozenSet<string> PersonFields = ["city", "zip", "postalcode", "postcode", "street", "address1", "addressline1", "email", "phone"];

    /// <param name="name">The field's own name, in whatever case and with whatever separators.</param>
    /// <param name="parent">Name of the object or element that it is in; a plain <c>name</c> is a person's only in some.</param>
    /// <param name="siblings">Names of the other fields there.</param>
    public static Sensitivity Of(string name, string? parent, IEnumerable<string> siblings)
    {
        var plain = Plain(name);
        if (plain is "name" or "displayname") return IsPerson(parent, siblings) ? Sensitivity.Name : Sensitivity.None;
        foreach (var (ending, sensitivity) in Endings)
        {
            if (plain.EndsWith(ending, StringComparison.Ordinal)) return sensitivity;
        }

        return Sensitivity.None;
    }

    /// <summary>Whether it is hidden from a viewer: secrets from everyone, personal data from those who may not see it.</summary>
    public static bool Hides(Sensitivity sensitivity, bool unmasked) => sensitivity == Sensitivity.Secret || (sensitivity != Sensitivity.None && !unmasked);

    /// <summary>What is shown instead.</summary>
    public static string Mask(string value, Sensitivity sensitivity) => sensitivity switch
    {
        Sensitivity.Name => PersonalData.MaskName(value)!,
        Sensitivity.Email => PersonalData.MaskEmail(value)!,
        Sensitivity.Phone => PersonalData.MaskPhone(value)!,
        _ => value.Length == 0 ? value : PersonalData.Hidden,
    };

    private static bool IsPerson(string? parent, IEnumerable<string> siblings) =>
        (parent is not null && PersonWords.Any(word => Plain(parent).Contains(word, StringComparison.Ordinal))) || siblings.Any(field => PersonFields.Contains(Plain(field)));

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
}
