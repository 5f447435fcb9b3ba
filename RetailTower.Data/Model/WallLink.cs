namespace RetailTower.Data.Model;

/// <summary>A read-only link to the wall: whoever holds it sees the wall's figures and nothing else.</summary>
public sealed class WallLink
{
    public long Id { get; set; }

    /// <summary>Where the wall hangs, as the administrator calls it.</summary>
    public required string Name { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public string? RevokedBy { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
