using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>How an attempt at a letter ended.</summary>
/// <param name="Why">Null when it was taken.</param>
/// <param name="ForGood">The recipient will never take it.</param>
/// <param name="Unreachable">Nothing else would get through now either.</param>
public sealed record PostOutcome(string? Why, bool ForGood = false, bool Unreachable = false)
{
    public static readonly PostOutcome Taken = new((string?)null);
}

/// <summary>One way by which letters leave the tower.</summary>
public interface ILetterPost
{
    LetterChannel Channel { get; }

    /// <summary>Makes one attempt; never throws for what the other side does.</summary>
    Task<PostOutcome> SendAsync(LetterToSend letter, CancellationToken cancellationToken);
}
