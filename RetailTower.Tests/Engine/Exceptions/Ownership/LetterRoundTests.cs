using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors.ThreePl;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Exceptions.Ownership;

/// <summary>Letters reach real servers over real sockets, once; a server that is away loses none.</summary>
public sealed class LetterRoundTests : DeskContract<SqliteStore>
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
    private readonly OwnershipOptions _options = new() { Notices = { Mail = { Host = "127.0.0.1", From = "tower@example.com", Security = MailSecurity.None } } };
    private bool _stopped;

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task A_mail_says_what_climbed_and_is_sent_once()
    {
        await using var server = new MailServer();
        await SeedAsync(LetterChannel.Mail, "finance@example.com");

        await RunAsync(LetterChannel.Mail, server.Port);
        await RunAsync(LetterChannel.Mail, server.Port);

        var mail = server.Taken.ShouldHaveSingleItem();
        mail.From.ShouldBe("tower@example.com");
        mail.To.ShouldBe(["finance@example.com"]);
        mail.Data.ShouldContain("Subject: 10,000 exceptions: erp refused submit order (Finance)");
        mail.Data.ShouldContain($"Message-Id: <notice-1-{Noon.UtcTicks}@example.com>");
        mail.Data.ShouldContain("https://tower.example.com/exceptions?tab=list&group=erp%7Ccredit");
        (await Store.ReadAsync(db => db.Letters.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.Sent.ShouldBeTrue(), it => it.EndedAt.ShouldBe(Noon), it => it.Attempts.ShouldBe(1));
    }

    [Fact]
    public async Task A_dead_mail_server_loses_nothing_and_keeps_no_webhook_waiting()
    {
        var server = new MailServer();
        var port = server.Port;
        await server.DisposeAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        _options.Notices.Webhooks["chat"] = new NoticeWebhookOptions { Url = hook.Url.ToString(), Secret = Secret };
        await SeedAsync(LetterChannel.Mail, "finance@example.com");
        await SeedAsync(LetterChannel.Mail, "carol@example.com");
        await SeedAsync(LetterChannel.Webhook, "chat");

        await Task.WhenAll(RunAsync(LetterChannel.Mail, port), RunAsync(LetterChannel.Webhook, port));

        await hook.NextAsync();
        (await Store.ReadAsync(db => db.Letters.OrderBy(l => l.Id).Select(l => l.Attempts).ToListAsync(Cancel))).ShouldBe([1, 0, 1], "nothing else would have got through either");
        (await Store.Get<TeamDesk>().TroubledLettersAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.DueAt.ShouldBe(Noon.AddMinutes(1)), it => it.GivenUp.ShouldBeFalse(), it => it.LastError!.ShouldContain($"127.0.0.1:{port} did not take it"));

        await using var back = new MailServer();
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(LetterChannel.Mail, back.Port);
        back.Taken.Select(mail => mail.To[0]).ShouldBe(["carol@example.com", "finance@example.com"], ignoreOrder: true);
        (await Store.Get<TeamDesk>().TroubledLettersAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recipient_that_does_not_exist_is_given_up_and_the_next_one_served()
    {
        await using var server = new MailServer { Recipient = to => to.StartsWith("gone", StringComparison.Ordinal) ? "550 no such user" : "250 OK" };
        await SeedAsync(LetterChannel.Mail, "gone@example.com");
        await SeedAsync(LetterChannel.Mail, "carol@example.com");

        await RunAsync(LetterChannel.Mail, server.Port);

        server.Taken.ShouldHaveSingleItem().To.ShouldBe(["carol@example.com"]);
        (await Store.Get<TeamDesk>().TroubledLettersAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.GivenUp.ShouldBeTrue(), it => it.LastError!.ShouldContain("no such user"));
    }

    [Fact]
    public async Task Whoever_dies_between_the_attempt_and_its_commit_sends_the_same_letter_again_later()
    {
        await using var server = new MailServer();
        await SeedAsync(LetterChannel.Mail, "finance@example.com");
        var letter = (await Store.Get<LetterStore>().TakeAsync(LetterChannel.Mail, LetterRound.Pause, Cancel)).ShouldNotBeNull();

        await RunAsync(LetterChannel.Mail, server.Port);
        server.Taken.ShouldBeEmpty("the attempt may still be under way");
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(LetterChannel.Mail, server.Port);

        server.Taken.ShouldHaveSingleItem().Data.ShouldContain(LetterWords.IdOf(letter), customMessage: "so that the recipient's side knows it again");
    }

    [Fact]
    public async Task A_webhook_is_signed_so_that_its_receiver_can_verify_it_and_is_tried_again_until_taken()
    {
        await using var hook = await WebhookReceiver.StartAsync();
        _options.Notices.Webhooks["chat"] = new NoticeWebhookOptions { Url = hook.Url.ToString(), Secret = Secret };
        hook.Answer = () => HttpStatusCode.ServiceUnavailable;
        await SeedAsync(LetterChannel.Webhook, "chat");
        await RunAsync(LetterChannel.Webhook);
        var first = await hook.NextAsync();

        hook.Answer = () => HttpStatusCode.NoContent;
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(LetterChannel.Webhook);
        await RunAsync(LetterChannel.Webhook);

        var call = await hook.NextAsync();
        var verifier = new StandardWebhook([StandardWebhook.TryDecodeSecret(Secret)!]);
        verifier.Refuse(Headers(call), call.Body, Store.Time.GetUtcNow()).ShouldBeNull();
        verifier.Refuse(Headers(call), [.. call.Body, 32], Store.Time.GetUtcNow()).ShouldNotBeNull();
        call.Headers["webhook-id"].ShouldBe(first.Headers["webhook-id"], "the same letter");
        call.Json.GetProperty("type").GetString().ShouldBe("notice.raised");
        call.Json.GetProperty("data").GetProperty("notices")[0].ShouldSatisfyAllConditions(it => it.GetProperty("cases").GetInt32().ShouldBe(10_000), it => it.GetProperty("team").GetString().ShouldBe("Finance"));
        (await Store.ReadAsync(db => db.Letters.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.Sent.ShouldBeTrue(), it => it.Attempts.ShouldBe(2));
    }

    [Fact]
    public async Task What_nobody_took_for_three_days_is_given_up()
    {
        await SeedAsync(LetterChannel.Mail, "finance@example.com");
        Store.Time.Advance(LetterRound.GiveUpAfter);

        await RunAsync(LetterChannel.Mail, port: 1);

        (await Store.Get<TeamDesk>().TroubledLettersAsync(Cancel)).ShouldHaveSingleItem().GivenUp.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_loses_the_lease_sends_nothing()
    {
        await using var server = new MailServer();
        await SeedAsync(LetterChannel.Mail, "finance@example.com");
        _stopped = true;

        await RunAsync(LetterChannel.Mail, server.Port);

        server.Taken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(5, 15)]
    [InlineData(300, 15)]
    public void Pauses_grow_up_to_a_quarter_of_an_hour(int attempts, int minutes) => LetterRound.Pause(attempts).ShouldBe(TimeSpan.FromMinutes(minutes));

    private static HeaderDictionary Headers(ReceivedWebhook call)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in call.Headers) headers[name] = value;
        return headers;
    }

    private async Task SeedAsync(LetterChannel channel, string recipient)
    {
        var notice = new Notice { Team = "Finance", Fingerprint = "erp|credit", Rung = 1, Title = "erp refused submit order", Cases = 10_000, OpenedAt = Noon, LastAt = Noon };
        var known = await Store.ReadAsync(db => db.Notices.SingleOrDefaultAsync(Cancel));
        if (known is null) await Store.SeedAsync(notice);
        var letter = new Letter { Channel = channel, Recipient = recipient, CreatedAt = Noon, DueAt = Noon };
        await Store.SeedAsync(letter);
        await Store.SeedAsync(new LetterNotice { LetterId = letter.Id, NoticeId = (known ?? notice).Id });
    }

    private Task RunAsync(LetterChannel channel, int? port = null)
    {
        if (port is { } where) _options.Notices.Mail.Port = where;
        var words = new LetterWords(new Uri("https://tower.example.com"));
        ILetterPost[] posts = [new MailPost(_options.Notices, words, Store.Time), new WebhookPost(_options.Notices, words, Store.Get<IHttpClientFactory>(), Store.Time)];
        return new LetterRound(Store.Get<LetterStore>(), posts, Store.Time).RunAsync(channel, () => Task.FromResult(!_stopped), Cancel);
    }
}
