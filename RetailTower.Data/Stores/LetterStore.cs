using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>A letter as it is to be sent: what of it still matters.</summary>
/// <param name="Attempts">This attempt included.</param>
public sealed record LetterToSend(long Id, string Recipient, DateTimeOffset CreatedAt, int Attempts, IReadOnlyList<Notice> Notices);

/// <summary>A letter that is not sent yet, or could not be.</summary>
public sealed record LetterRow(long Id, LetterChannel Channel, string Recipient, DateTimeOffset CreatedAt, DateTimeOffset DueAt, int Attempts, bool GivenUp, string? LastError);

/// <summary>The letters that leave the tower. An attempt is committed before it is made, its success after it.</summary>
public sealed class LetterStore(TowerDatabase database, TimeProvider time)
{
    private const int MostShown = 20;

    public Task<bool> IsDueAsync(LetterChannel channel, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
    {
        var now = time.GetUtcNow();
        return db.Letters.AnyAsync(l => l.EndedAt == null && l.Channel == channel && l.DueAt <= now, token);
    }, cancellationToken);

    /// <summary>Begins an attempt at the next letter that is due; one whose notices were all acknowledged or are over is not needed any more and passed over.</summary>
    /// <param name="pause">How long the next attempt waits after so many.</param>
    /// <returns>Null when none is due.</returns>
    public Task<LetterToSend?> TakeAsync(LetterChannel channel, Func<int, TimeSpan> pause, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        while (await db.Letters.AsTracking().Where(l => l.EndedAt == null && l.Channel == channel && l.DueAt <= now).OrderBy(l => l.DueAt).ThenBy(l => l.Id).FirstOrDefaultAsync(token) is { } letter)
        {
            var notices = await db.LetterNotices.Where(it => it.LetterId == letter.Id).Join(db.Notices.AsNoTracking(), it => it.NoticeId, n => n.Id, (it, n) => n).Where(n => n.ClosedAt == null).OrderByDescending(n => n.Rung).ThenBy(n => n.Id).ToListAsync(token);
            if (notices.Count > 0)
            {
                letter.Attempts++;
                letter.DueAt = now + pause(letter.Attempts);
                return new LetterToSend(letter.Id, letter.Recipient, letter.CreatedAt, letter.Attempts, notices);
            }

            letter.EndedAt = now;
            await db.SaveChangesAsync(token);
        }

        return null;
    }, cancellationToken);

    public Task SentAsync(long id, CancellationToken cancellationToken) => EndAsync(id, sent: true, null, ended: true, cancellationToken);

    /// <param name="giveUp">It is not tried again.</param>
    public Task FailedAsync(long id, string why, bool giveUp, CancellationToken cancellationToken) => EndAsync(id, sent: false, why, giveUp, cancellationToken);

    /// <summary>Letters that were tried in vain, newest first: those that are tried again and those that were given up in the last day.</summary>
    public Task<List<LetterRow>> TroubledAsync(CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(1);
        // Sorted here: asked for the newest, the database would go back through all that were sent.
        var troubled = await db.Letters.Where(l => l.LastError != null && (l.EndedAt == null || l.EndedAt > since))
            .Select(l => new LetterRow(l.Id, l.Channel, l.Recipient, l.CreatedAt, l.DueAt, l.Attempts, l.EndedAt != null, l.LastError)).ToListAsync(token);
        return troubled.OrderByDescending(l => l.Id).Take(MostShown).ToList();
    }, cancellationToken);

    private Task EndAsync(long id, bool sent, string? why, bool ended, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var letter = await db.Letters.AsTracking().SingleAsync(l => l.Id == id, token);
        (letter.Sent, letter.LastError) = (sent, why is null ? null : Lengths.Fit(why));
        if (ended) letter.EndedAt = time.GetUtcNow();
    }, cancellationToken);
}
