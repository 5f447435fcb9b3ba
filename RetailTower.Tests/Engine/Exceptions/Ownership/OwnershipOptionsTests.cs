using RetailTower.Engine.Exceptions.Ownership;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Exceptions.Ownership;

public sealed class OwnershipOptionsTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    [Fact]
    public void What_is_right_is_taken_and_names_may_be_written_without_spaces()
    {
        var options = new OwnershipOptions
        {
            Teams = { ["customerservice"] = new TeamOptions { TimeZone = "Europe/London", Hours = { ["monday"] = "08:00-12:00,13:00-24:00" }, Webhook = "chat", Lead = "Ann", Ladder = [new RungOptions { At = 0.25, To = ["Bob"] }, new RungOptions { At = 3, To = ["everyone"] }] } },
            Notices = { Mail = { Host = "localhost", From = "tower@example.com" }, Webhooks = { ["chat"] = new NoticeWebhookOptions { Url = "https://chat.example.com/1", Secret = Secret } } },
        };

        options.Validate("Tower:Teams", "Tower:Notices").ShouldBeEmpty();
        new TeamBook(options).Of("Customer service").Options.Lead.ShouldBe("Ann");
    }

    [Fact]
    public void Every_problem_names_its_key_and_the_mend()
    {
        var options = new OwnershipOptions
        {
            Teams =
            {
                ["Sales"] = new TeamOptions(),
                ["Finance"] = new TeamOptions { TimeZone = "Mars", Hours = { ["Moonday"] = "9-5", ["Monday"] = "17:00-09:00" }, Holidays = ["25.12."], QuietHours = "night", Mail = "@@", Webhook = "chat", Ladder = [new RungOptions { At = 1, To = ["team"] }, new RungOptions { At = 0.5 }] },
            },
            Notices = { Apart = TimeSpan.FromDays(2), Mail = { Host = "localhost", User = "tower" }, Webhooks = { ["pager"] = new NoticeWebhookOptions { Url = "pager", Secret = "whsec_c2hvcnQ=" } } },
        };

        var problems = options.Validate("Tower:Teams", "Tower:Notices").ToList();

        foreach (var key in new[] { "Tower:Teams:Sales", "Finance:TimeZone", "Hours:Moonday must be named", "Hours:Moonday must be hours", "Hours:Monday must be hours", "Finance:Holidays", "Finance:QuietHours", "Finance:Mail", "Finance:Webhook", "Ladder:1:At", "Ladder:1:To", "Notices:Apart", "Mail:From", "Mail:User", "pager:Url", "pager:Secret" })
            problems.ShouldContain(problem => problem.Contains(key, StringComparison.Ordinal), key);
        problems.Count.ShouldBe(16);
        problems.ShouldAllBe(problem => !problem.Contains("whsec_c2hvcnQ=", StringComparison.Ordinal));
    }

    [Fact]
    public void Causes_are_dealt_in_turn_and_those_of_one_stay_with_one()
    {
        var book = new TeamBook(new OwnershipOptions { Teams = { ["Finance"] = new TeamOptions { RoundRobin = true } } });
        book.Next("Finance", "a").ShouldBeNull("nobody is in the team");

        book.Seat([("Bob", "Finance"), ("Ann", "Finance"), ("Wim", "Warehouse")]);

        string[] causes = ["a", "b", "c", "a", "b"];
        causes.Select(cause => book.Next("Finance", cause)).ShouldBe(["Ann", "Bob", "Ann", "Ann", "Bob"]);
        book.Next("Warehouse", "a").ShouldBeNull("it does not deal");
        book.Seat([("Bob", "Finance")]);
        book.Next("Finance", "a").ShouldBe("Bob", "Ann has left the team");
    }
}
