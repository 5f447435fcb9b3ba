using Bunit;
using RetailTower.Web.Components.Controls;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Controls;

public sealed class ControlTests : ShellContext
{
    [Theory]
    [InlineData(ScreenState.Ok, "rt-ok", "OK", "circle")]
    [InlineData(ScreenState.Attention, "rt-attention", "Attention", "path")]
    [InlineData(ScreenState.Breach, "rt-breach", "Breach", "rect")]
    [InlineData(ScreenState.Unknown, "rt-unknown", "Unknown", "circle[stroke-dasharray]")]
    [InlineData(ScreenState.InProgress, "rt-progress", "In progress", "circle + path")]
    public void A_state_has_its_colour_its_own_mark_and_a_word(ScreenState state, string colour, string word, string mark)
    {
        var chip = Render<StateChip>(p => p.Add(c => c.State, state));
        chip.Find(".rt-statechip").ClassList.ShouldContain(colour);
        chip.Find($"svg {mark}").ShouldNotBeNull();
        chip.Find(".rt-word").TextContent.ShouldBe(word);
    }

    [Fact]
    public void An_age_carries_its_instant_for_the_browser_and_words_for_the_first_paint()
    {
        var at = Clock.GetUtcNow().AddMinutes(-4).ToOffset(TimeSpan.FromHours(2));
        var time = Render<AgeText>(p => p.Add(a => a.At, at).Add(a => a.Ago, true)).Find("time");
        time.TextContent.ShouldBe("4 m ago");
        time.GetAttribute("data-instant").ShouldBe("2026-03-02T14:01:00.000Z");
        time.GetAttribute("data-show").ShouldBe("ago");
        time.GetAttribute("title").ShouldBe("Mon 2 Mar 2026, 14:01:00 UTC");
        Render<AgeText>(p => p.Add(a => a.At, null)).Find("span").TextContent.ShouldBe("–");
    }

    [Fact]
    public void An_order_key_links_to_its_page_and_can_be_copied()
    {
        var key = Render<OrderKeyText>(p => p.Add(k => k.Key, "SO/1 2"));
        key.Find("a").GetAttribute("href").ShouldBe("/orders/SO%2F1%202");
        key.Find("button").GetAttribute("data-copy").ShouldBe("SO/1 2");
        Render<OrderKeyText>(p => p.Add(k => k.Key, "SO-1").Add(k => k.Link, false)).FindAll("a").ShouldBeEmpty();
    }

    [Fact]
    public void Json_is_set_out_and_the_stored_text_stays_one_click_away()
    {
        var view = Render<PayloadView>(p => p.Add(v => v.Content, """{"name":"Müller & <b>","n":1.50}"""));
        view.Find("pre").TextContent.ShouldBe("{\n  \"name\": \"Müller & <b>\",\n  \"n\": 1.50\n}".ReplaceLineEndings(Environment.NewLine));
        view.Find(".rt-payload-tools button").Click();
        view.Find("pre").TextContent.ShouldBe("""{"name":"Müller & <b>","n":1.50}""");
    }

    [Theory]
    [InlineData("<a><b>1</b></a>", "<a>\n  <b>1</b>\n</a>", null)]
    [InlineData("{\"a\":", "{\"a\":", "Not readable as JSON")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "<!DOCTYPE a", "Not readable as XML")]
    [InlineData("plain words", "plain words", null)]
    public void A_payload_is_shown_whatever_it_is(string content, string shown, string? problem)
    {
        var view = Render<PayloadView>(p => p.Add(v => v.Content, content));
        view.Find("pre").TextContent.ShouldStartWith(shown);
        if (problem is null) view.FindAll(".rt-payload-problem").ShouldBeEmpty();
        else view.Find(".rt-payload-problem").TextContent.ShouldContain(problem);
    }

    [Fact]
    public void A_long_payload_is_cut_until_all_of_it_is_asked_for()
    {
        var content = new string('x', 50_000);
        var view = Render<PayloadView>(p => p.Add(v => v.Content, content));
        view.Find("pre").TextContent.Length.ShouldBe(20_000);
        view.FindAll("button")[^1].Click();
        view.Find("pre").TextContent.ShouldBe(content);
    }

    [Fact]
    public void A_decision_waits_for_its_reason_and_hands_it_over()
    {
        string? given = null;
        var drawer = Render<ConfirmDrawer>(p => p.Add(d => d.Title, "Retry").Add(d => d.Verb, "Retry 412 orders").Add(d => d.Open, true)
            .Add(d => d.AskReason, true).Add(d => d.ReasonRequired, true).Add(d => d.OnConfirm, reason => given = reason));
        var verb = drawer.FindAll("footer button")[0];
        verb.TextContent.ShouldBe("Retry 412 orders");
        verb.HasAttribute("disabled").ShouldBeTrue();
        drawer.Find("textarea").Input("  credit API is back ");
        drawer.FindAll("footer button")[0].Click();
        given.ShouldBe("credit API is back");
    }

    [Fact]
    public void The_selection_bar_offers_all_matching_only_when_there_are_more()
    {
        var bar = Render<SelectionBar>(p => p.Add(b => b.Count, 2).Add(b => b.Noun, "exception").Add(b => b.Matching, 412).Add(b => b.OnSelectAll, () => { }));
        bar.Find(".rt-strong").TextContent.ShouldBe("2 exceptions selected");
        bar.FindAll("button")[0].TextContent.ShouldBe("Select all 412 matching");
        bar.Render(p => p.Add(b => b.Count, 412));
        bar.FindAll("button").Count.ShouldBe(1);
        bar.Render(p => p.Add(b => b.Count, 0));
        bar.Markup.ShouldBeEmpty();
    }
}
