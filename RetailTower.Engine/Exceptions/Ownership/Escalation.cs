using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Lets exceptions climb their team's ladder and writes whom that calls.</summary>
public sealed class Escalation(EscalationStore store, TeamStore people, TeamBook teams, NoticeOptions options, ChangeFeed feed, TimeProvider time)
{
    private const int Batch = 500;
    private static readonly TimeSpan Seated = TimeSpan.FromSeconds(30);
    private DateTimeOffset _seatedAt = DateTimeOffset.MinValue;

    public Task<bool> IsDueAsync(CancellationToken cancellationToken) => store.IsDueAsync(cancellationToken);

    /// <summary>Keeps who is in which team in mind, for teams that deal their exceptions out; each node for itself.</summary>
    public async Task SeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!teams.Deals || now - _seatedAt < Seated) return;
        teams.Seat((await people.MembersAsync(cancellationToken)).Where(one => one.Team is not null).Select(one => (one.Name, one.Team!)));
        _seatedAt = now;
    }

    /// <summary>Lets all climb that are due, in commits of 500, and closes notices that are over.</summary>
    /// <param name="mayGoOn">Asked before each commit; false ends it.</param>
    public async Task RunAsync(Func<Task<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        var mails = options.Mail.On ? (await people.MembersAsync(cancellationToken)).Where(one => !string.IsNullOrEmpty(one.Mail)).GroupBy(one => one.Name).ToDictionary(it => it.Key, it => it.First().Mail!) : [];
        while (await mayGoOn())
        {
            var climbed = await store.ClimbAsync(Batch, (one, now) => Decide(one, now, mails), cancellationToken);
            if (climbed.Count > 0)
            {
                feed.Publish(ChangeAreas.Exceptions, [.. climbed.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
                feed.Publish(ChangeAreas.Notices);
            }

            if (climbed.Count == Batch) continue;
            if (await store.CloseOverAsync(cancellationToken) > 0) feed.Publish(ChangeAreas.Notices);
            return;
        }
    }

    /// <summary>What one case does now. Several rungs that were passed at once, as after a standstill, are one step to the highest.</summary>
    internal ClimbStep Decide(ClimbingCase one, DateTimeOffset now, IReadOnlyDictionary<string, string> mails)
    {
        if (one.RestsUntil > now) return new ClimbStep(one.Rung, one.RestsUntil, null, null);
        if (one.AcknowledgedBy is { } by) return new ClimbStep(one.Rung, null, $"no further: {by} has acknowledged the notice", null);
        var rules = teams.Of(one.Team);
        RungOptions? reached = null;
        var rung = one.Rung;
        for (; rules.ClimbsAt(one.DueAt, one.Allowed, rung) is { } at && at <= now; rung++)
        {
            if (!rules.Ladder[rung].Unassigned || one.Person is null) reached = rules.Ladder[rung];
        }

        var next = rules.ClimbsAt(one.DueAt, one.Allowed, rung);
        return reached is null ? new ClimbStep(rung, next, null, null) : new ClimbStep(rung, next, Said(rules, reached), Call(rules, reached, now, mails));
    }

    private static string Said(TeamRules rules, RungOptions rung) => string.Create(CultureInfo.InvariantCulture,
        $"{rung.At * 100:0} % of its time is used{(rung.Unassigned ? " and nobody has taken it" : "")}: told {string.Join(" and ", rung.To.Select(to => to switch { TeamBook.Team => rules.Name, TeamBook.Lead => rules.Options.Lead ?? rules.Name, _ => to }).Distinct())}");

    private RungCall Call(TeamRules rules, RungOptions rung, DateTimeOffset now, IReadOnlyDictionary<string, string> mails)
    {
        var addressees = new HashSet<string>();
        var letters = new HashSet<LetterTo>();
        foreach (var to in rung.To)
        {
            var whom = to == TeamBook.Lead ? rules.Options.Lead ?? TeamBook.Team : to;
            addressees.Add(NoticeDesk.Addressee(whom, rules.Name));
            foreach (var (channel, recipient) in Recipients(whom, rules, mails)) letters.Add(new LetterTo(channel, recipient, rules.AfterQuiet(now + options.Gather), options.Apart));
        }

        return new RungCall([.. addressees], [.. letters]);
    }

    private IEnumerable<(LetterChannel, string)> Recipients(string whom, TeamRules rules, IReadOnlyDictionary<string, string> mails)
    {
        if (whom is not (TeamBook.Team or TeamBook.Everyone))
        {
            if (mails.TryGetValue(whom, out var mail)) yield return (LetterChannel.Mail, mail);
            yield break;
        }

        foreach (var team in whom == TeamBook.Team ? [rules] : TeamBook.Names.Select(teams.Of))
        {
            if (options.Mail.On && team.Options.Mail is { Length: > 0 } mail) yield return (LetterChannel.Mail, mail);
            if (team.Options.Webhook is { Length: > 0 } hook) yield return (LetterChannel.Webhook, hook);
        }
    }
}
