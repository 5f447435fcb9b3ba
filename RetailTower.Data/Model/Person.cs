using Microsoft.AspNetCore.Identity;

namespace RetailTower.Data.Model;

/// <summary>Someone who signs in to the tower.</summary>
public sealed class Person : IdentityUser
{
    public string DisplayName { get; set; } = "";

    /// <summary>The team whose exceptions this person works; null while nobody has said.</summary>
    public string? Team { get; set; }
}
