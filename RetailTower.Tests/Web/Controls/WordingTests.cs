using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Controls;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 m")]
    [InlineData(3599, "59 m")]
    [InlineData(7200, "2 h")]
    [InlineData(172799, "47 h")]
    [InlineData(172800, "2 d")]
    [InlineData(-240, "in 4 m")]
    public void An_age_is_told_in_its_largest_unit(double seconds, string expected) =>
        Wording.Age(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);

    [Fact]
    public void An_age_can_say_ago_but_not_of_what_lies_ahead()
    {
        Wording.Age(TimeSpan.FromSeconds(5), ago: true).ShouldBe("5 s ago");
        Wording.Age(TimeSpan.FromSeconds(-5), ago: true).ShouldBe("in 5 s");
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(340, "340 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(1840, "1.8 s")]
    [InlineData(9960, "10 s")]
    [InlineData(59_700, "1 m")]
    [InlineData(100_000, "1 m 40 s")]
    [InlineData(7_500_000, "2 h 5 m")]
    [InlineData(273_600_000, "3 d 4 h")]
    [InlineData(-1840, "−1.8 s")]
    public void A_duration_has_at_most_two_units(double milliseconds, string expected) =>
        Wording.Duration(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(expected);

    [Theory]
    [InlineData(1204, "GBP", false, "£1,204.00")]
    [InlineData(-38120.5, "GBP", true, "−£38,121")]
    [InlineData(1204.5, "SEK", false, "SEK 1,204.50")]
    [InlineData(1204, "JPY", false, "JPY 1,204")]
    public void Money_carries_its_currency_and_is_grouped(decimal amount, string currency, bool whole, string expected) =>
        Wording.Money(amount, currency, whole).ShouldBe(expected);

    [Theory]
    [InlineData(1, "1 order")]
    [InlineData(0, "0 orders")]
    [InlineData(12480, "12,480 orders")]
    public void A_count_agrees_with_its_noun(long count, string expected) => Wording.Count(count, "order").ShouldBe(expected);
}
