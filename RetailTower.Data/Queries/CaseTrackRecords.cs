using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Queries;

/// <summary>How often something was tried against one root cause, and how often the case closed by it.</summary>
public sealed record TriedAction(int Times, int Worked);

/// <summary>What came of earlier cases of one root cause, by the entries of their histories.</summary>
/// <param name="Cases">How many of the last cases were looked at.</param>
/// <param name="Retry">Retries whose end is known: the case closed by itself, or failed again.</param>
/// <param name="Replay">The same of replays.</param>
/// <param name="Edit">The same of changed messages that were sent.</param>
/// <param name="ByItself">How many closed with nobody retrying.</param>
/// <param name="ByHand">How many a person resolved.</param>
/// <param name="GivenUp">How many were given up.</param>
public sealed record CaseTrackRecord(int Cases, TriedAction Retry, TriedAction Replay, TriedAction Edit, int ByItself, int ByHand, int GivenUp)
{
    private const string Tower = "tower", Retried = "retried", Replayed = "replayed", Edited = "edited";

    public int Closed => Retry.Worked + Replay.Worked + Edit.Worked + ByItself + ByHand + GivenUp;

    /// <param name="entries">Who did what, case by case, each in its sequence.</param>
    internal static CaseTrackRecord Of(IEnumerable<IEnumerable<(string Who, string What)>> entries)
    {
        var (cases, itself, hand, up) = (0, 0, 0, 0);
        Dictionary<string, (int Times, int Worked)> tried = new() { [Retried] = default, [Replayed] = default, [Edited] = default };
        foreach (var one in entries)
        {
            cases++;
            string? pending = null;
            foreach (var (who, what) in one)
            {
                switch (what)
                {
                    case Retried or Replayed or Edited:
                        pending = what;
                        break;
                    case "failed-again" when pending is not null:
                        tried[pending] = (tried[pending].Times + 1, tried[pending].Worked);
                        pending = null;
                        break;
                    case "resolved" when who == Tower && pending is not null:
                        tried[pending] = (tried[pending].Times + 1, tried[pending].Worked + 1);
                        break;
                    case "resolved" when who == Tower:
                        itself++;
                        break;
                    case "resolved":
                        hand++;
                        break;
                    case "discarded":
                        up++;
                        break;
                    default:
                        break;
                }
            }
        }

        return new CaseTrackRecord(cases, Of(Retried), Of(Replayed), Of(Edited), itself, hand, up);

        TriedAction Of(string what) => new(tried[what].Times, tried[what].Worked);
    }
}

/// <summary>Reads what helped against a root cause before.</summary>
public sealed class CaseTrackRecords(TowerDatabase database)
{
    /// <summary>Older cases say less about a system as it is now, and a look must not grow with the years.</summary>
    private const int Looked = 500;

    public Task<CaseTrackRecord> ReadAsync(string fingerprint, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var last = db.Cases.Where(c => c.Fingerprint == fingerprint).OrderByDescending(c => c.Id).Take(Looked).Select(c => c.Id);
        var entries = await db.CaseEntries.Where(e => last.Contains(e.CaseId)).OrderBy(e => e.CaseId).ThenBy(e => e.Id).Select(e => new { e.CaseId, e.Who, e.What }).ToListAsync(token);
        return CaseTrackRecord.Of(entries.GroupBy(e => e.CaseId, e => (e.Who, e.What)));
    }, cancellationToken);
}
