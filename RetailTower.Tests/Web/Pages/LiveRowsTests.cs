using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class LiveRowsTests
{
    private readonly LiveRows<int, (int Key, string Text)> _rows = new(row => row.Key);

    [Fact]
    public void Nobody_at_the_rows_sees_each_reading_as_it_is()
    {
        _rows.Take([(2, "b"), (1, "a")], hold: false);
        _rows.IsNew((2, "b")).ShouldBeFalse("the first reading did not arrive, it was there");
        _rows.Take([(3, "c"), (2, "b")], hold: false);
        _rows.Shown.ShouldBe([(3, "c"), (2, "b")]);
        _rows.IsNew((3, "c")).ShouldBeTrue();
        _rows.Waiting.ShouldBe(0);
    }

    /// <summary>A long list stands a screen at a time; once it stands, it is drawn whole, and so is what comes later.</summary>
    [Fact]
    public void Of_a_new_list_the_first_screen_is_drawn_first()
    {
        var rows = Enumerable.Range(0, 50).Select(key => (key, "")).ToList();
        _rows.DrawRest().ShouldBeFalse("nothing is there yet");
        _rows.Take(rows, hold: false);
        _rows.Drawn.Count().ShouldBe(24);

        _rows.DrawRest().ShouldBeTrue();
        _rows.DrawRest().ShouldBeFalse();

        _rows.Drawn.ShouldBe(rows);
        _rows.Restart();
        _rows.Take(rows[..3], hold: false);
        _rows.Drawn.Count().ShouldBe(3);
        _rows.DrawRest().ShouldBeFalse("all of it was drawn");
        _rows.Take(rows, hold: false);
        _rows.Drawn.Count().ShouldBe(50);
    }

    [Fact]
    public void While_held_rows_are_renewed_in_place_new_ones_wait_and_gone_ones_stay_marked()
    {
        _rows.Take([(3, "c"), (2, "b"), (1, "a")], hold: false);
        _rows.Take([(5, "e"), (4, "d"), (3, "C"), (1, "A")], hold: true);
        _rows.Shown.ShouldBe([(3, "C"), (2, "b"), (1, "A")]);
        _rows.Waiting.ShouldBe(2);
        _rows.IsGone((2, "b")).ShouldBeTrue();
        _rows.Show();
        _rows.Shown.Select(row => row.Key).ShouldBe([5, 4, 3, 1]);
        _rows.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_comes_below_the_last_row_moves_nothing_and_is_added()
    {
        _rows.Take([(1, "a"), (2, "b")], hold: false);
        _rows.Take([(2, "b"), (7, "g")], hold: true);
        _rows.Shown.Select(row => row.Key).ShouldBe([1, 2, 7]);
        _rows.Waiting.ShouldBe(0);
    }
}
