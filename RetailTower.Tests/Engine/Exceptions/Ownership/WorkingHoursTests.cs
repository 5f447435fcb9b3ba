using System.Globalization;
using RetailTower.Engine.Exceptions.Ownership;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Exceptions.Ownership;

/// <summary>
/// A team in London: Monday to Friday 09:00-17:30, Saturday in two parts, Sunday into the night of the clock change, not on 25 December. All instants are written in UTC;
/// summer time is from 29 March to 25 October 2026.
/// </summary>
public sealed class WorkingHoursTests
{
    private static readonly TeamRules Team = new("Finance", new TeamOptions
    {
        TimeZone = "Europe/London",
        Hours = new() { ["Monday"] = "09:00-17:30", ["Tuesday"] = "09:00-17:30", ["Wednesday"] = "09:00-17:30", ["Thursday"] = "09:00-17:30", ["Friday"] = "09:00-17:30", ["Saturday"] = "08:00-12:00,13:00-15:00", ["Sunday"] = "00:30-03:00" },
        Holidays = ["2026-12-25"],
    });

    [Theory]
    [InlineData("2026-03-03 10:00", "00:30", "2026-03-03 10:30", "within hours")]
    [InlineData("2026-03-03 17:15", "00:30", "2026-03-04 09:15", "across closing time")]
    [InlineData("2026-03-03 17:00", "00:30", "2026-03-03 17:30", "up to closing time")]
    [InlineData("2026-03-03 20:00", "00:30", "2026-03-04 09:30", "from the night")]
    [InlineData("2026-03-06 17:00", "01:00", "2026-03-07 08:30", "into Saturday")]
    [InlineData("2026-03-07 11:30", "01:00", "2026-03-07 13:30", "over the midday break")]
    [InlineData("2026-03-08 03:00", "00:30", "2026-03-09 09:30", "over what is left of Sunday")]
    [InlineData("2026-12-24 17:00", "01:00", "2026-12-26 08:30", "over a holiday")]
    [InlineData("2026-03-31 16:15", "00:30", "2026-04-01 08:15", "in summer time, an hour earlier by UTC")]
    [InlineData("2026-03-29 00:30", "01:00", "2026-03-29 01:30", "the hour that summer time skips is not worked")]
    [InlineData("2026-03-29 00:30", "02:00", "2026-03-30 08:30", "so that the night is an hour shorter")]
    [InlineData("2026-10-24 23:30", "03:00", "2026-10-25 02:30", "the hour that comes twice is worked twice")]
    [InlineData("2026-03-03 10:00", "8.00:00", "2026-03-28 15:00", "weeks of it")]
    [InlineData("2026-03-04 09:15", "-00:30", "2026-03-03 17:15", "backwards across closing time")]
    [InlineData("2026-03-09 09:30", "-01:00", "2026-03-08 02:30", "backwards into Sunday")]
    [InlineData("2026-03-03 20:00", "00:00", "2026-03-03 20:00", "no time at all")]
    public void Working_time_is_added(string at, string working, string then, string why) => Team.Add(Utc(at), TimeSpan.Parse(working, CultureInfo.InvariantCulture)).ShouldBe(Utc(then), why);

    [Theory]
    [InlineData("2026-03-03 10:00", "2026-03-03 10:30", "2026-03-03 11:00", "00:30")]
    [InlineData("2026-03-03 10:00", "2026-03-03 17:00", "2026-03-04 10:00", "01:30", "the night between does not count")]
    [InlineData("2026-03-03 10:00", "2026-03-03 18:00", "2026-03-04 08:00", "00:00", "a pause in the night moves nothing")]
    [InlineData("2026-03-03 17:15", "2026-03-03 16:00", "2026-03-03 17:30", "01:30", "across closing time")]
    [InlineData("2026-03-03 17:15", "2026-12-24 17:00", "2026-12-26 09:00", "01:30", "over a holiday")]
    public void A_clock_that_stood_still_is_late_by_the_working_time_of_the_pause(string due, string from, string to, string moved, string? why = null) =>
        Team.Hours!.Between(Utc(due), Team.Move(Utc(due), Utc(from), Utc(to))).ShouldBe(TimeSpan.Parse(moved, CultureInfo.InvariantCulture), why);

    [Fact]
    public void What_is_left_is_the_same_before_and_after_a_pause()
    {
        var (due, paused, goesOn) = (Utc("2026-03-04 09:15"), Utc("2026-03-03 17:10"), Utc("2026-03-05 11:00"));

        Team.Hours!.Between(goesOn, Team.Move(due, paused, goesOn)).ShouldBe(Team.Hours.Between(paused, due));
    }

    [Fact]
    public void Adding_and_measuring_agree_for_any_time()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var (at, working) = (Utc("2026-01-01 00:00").AddMinutes(random.Next(600_000)), TimeSpan.FromMinutes(random.Next(1, 6000)));
            var then = Team.Add(at, working);
            Team.Hours!.Between(at, then).ShouldBe(working, $"{at:u} + {working}");
            Team.Hours.Between(Team.Add(then, -working), then).ShouldBe(working, $"{then:u} - {working}");
        }
    }

    [Theory]
    [InlineData("2026-03-29", "2026-03-29 01:00", "half past one does not come: the clock jumps")]
    [InlineData("2026-10-25", "2026-10-25 00:30", "half past one comes twice: the first")]
    [InlineData("2026-10-26", "2026-10-26 01:30", "half past one")]
    public void A_time_of_day_is_an_instant_on_any_day(string day, string at, string why) =>
        ZoneTime.At(Team.Zone, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), 90).ShouldBe(Utc(at), why);

    [Fact]
    public void Round_the_clock_is_plain_time() =>
        (new TeamRules("Warehouse", new TeamOptions()).Add(Utc("2026-12-24 23:50"), TimeSpan.FromMinutes(30)), new TeamRules("Warehouse", new TeamOptions()).Move(Utc("2026-03-03 10:00"), Utc("2026-03-07 00:00"), Utc("2026-03-08 00:00")))
            .ShouldBe((Utc("2026-12-25 00:20"), Utc("2026-03-04 10:00")));

    [Fact]
    public void Holidays_alone_stop_a_team_that_works_round_the_clock() =>
        new TeamRules("Warehouse", new TeamOptions { Holidays = ["2026-12-25", "2026-12-26"] }).Add(Utc("2026-12-24 23:50"), TimeSpan.FromMinutes(30)).ShouldBe(Utc("2026-12-27 00:20"));

    [Theory]
    [InlineData("22:00-07:00", "2026-03-03 23:00", "2026-03-04 07:00")]
    [InlineData("22:00-07:00", "2026-03-03 06:59", "2026-03-03 07:00")]
    [InlineData("22:00-07:00", "2026-03-03 07:00", "2026-03-03 07:00")]
    [InlineData("12:00-13:00", "2026-03-03 12:30", "2026-03-03 13:00")]
    [InlineData("12:00-13:00", "2026-03-03 11:30", "2026-03-03 11:30")]
    [InlineData("", "2026-03-03 03:00", "2026-03-03 03:00")]
    public void Quiet_hours_hold_until_their_end(string quiet, string at, string then) => new TeamRules("Finance", new TeamOptions { TimeZone = "Europe/London", QuietHours = quiet }).AfterQuiet(Utc(at)).ShouldBe(Utc(then));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
