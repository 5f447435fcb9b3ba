using Bunit;
using RetailTower.Web.Components.Controls;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Controls;

public sealed class ChartTests : ShellContext
{
    private readonly DateTimeOffset _start = new(2026, 3, 2, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_gap_breaks_the_line_and_a_lone_value_stays_visible()
    {
        var spark = Render<Sparkline>(p => p.Add(s => s.Label, "Orders").Add(s => s.Values, [2, 4, null, 3]));
        var line = spark.Find(".rt-spark-line").GetAttribute("d")!;
        line.Count(c => c == 'M').ShouldBe(2);
        line.ShouldEndWith("H100");
        spark.Find("svg").GetAttribute("aria-label").ShouldBe("Orders: now 3, lowest 2, highest 4");
    }

    [Fact]
    public void A_sparkline_without_values_says_so()
    {
        var spark = Render<Sparkline>(p => p.Add(s => s.Label, "Orders").Add(s => s.Values, [null, null]));
        spark.Find("[role=img]").GetAttribute("aria-label").ShouldBe("Orders: nothing measured yet");
        spark.FindAll("svg").ShouldBeEmpty();
    }

    [Fact]
    public void Zero_values_draw_along_the_bottom_instead_of_nowhere()
    {
        var spark = Render<Sparkline>(p => p.Add(s => s.Label, "Orders").Add(s => s.Values, [0, 0]));
        spark.Find(".rt-spark-line").GetAttribute("d").ShouldBe("M0 100L100 100");
    }

    [Fact]
    public void The_latency_chart_labels_its_lines_says_itself_in_words_and_gives_its_table_and_csv()
    {
        var chart = Render<LatencyChart>(p => p.Add(c => c.Label, "Order latency").Add(c => c.Target, TimeSpan.FromSeconds(2)).Add(c => c.Points,
        [
            new(_start, Seconds(1), Seconds(1.5), Seconds(2.5)),
            new(_start.AddMinutes(1), null, null, null),
            new(_start.AddMinutes(2), Seconds(1.2), Seconds(1.3), Seconds(1.4)),
        ]));
        chart.FindAll(".rt-end").Select(label => label.TextContent).ShouldBe(["p50 1.2 s", "p95 1.3 s", "p99 1.4 s"]);
        Places(chart).ShouldBeInOrder(SortDirection.Descending, "labels of close values are pushed apart");
        (Places(chart)[0] - Places(chart)[1]).ShouldBeGreaterThan(8);
        chart.Find("figcaption span").TextContent.ShouldBe("median 1.2 s, p95 1.3 s, p99 1.4 s; slowest p99 2.5 s; target 2 s");
        chart.FindAll("table").ShouldBeEmpty();
        chart.Find("button").Click();
        chart.FindAll("tbody tr").Count.ShouldBe(3);
        Uri.UnescapeDataString(chart.Find("a[download]").GetAttribute("href")!).ShouldContain("2026-03-02T13:00:00.000Z,1,1.5,2.5\r\n2026-03-02T13:01:00.000Z,,,\r\n");
    }

    [Fact]
    public void The_latency_chart_of_nothing_says_what_would_appear()
    {
        var chart = Render<LatencyChart>(p => p.Add(c => c.Label, "Order latency").Add(c => c.Points, [new(_start, null, null, null)]));
        chart.FindAll("svg").ShouldBeEmpty();
        chart.Markup.ShouldContain("No order measured in this time");
    }

    [Fact]
    public void Each_heat_cell_is_a_named_link_and_none_is_not()
    {
        var table = Render<HeatTable>(p => p.Add(t => t.Label, "Exceptions").Add(t => t.Columns, ["1 h", "1 d"])
            .Add(t => t.Rows, [new("Inventory", [new(412, "/e?a=1h"), new(0, "/e?a=1d", ScreenState.Breach)])]));
        var link = table.Find("td a");
        link.GetAttribute("href").ShouldBe("/e?a=1h");
        link.GetAttribute("aria-label").ShouldBe("412, Inventory, 1 h");
        link.GetAttribute("style").ShouldBe("--heat: 24%");
        table.FindAll("td a").Count.ShouldBe(1);
    }

    [Fact]
    public void A_quantity_above_what_was_ordered_fills_its_bar_and_no_more()
    {
        var bars = Render<QuantityBars>(p => p.Add(b => b.Ordered, 4).Add(b => b.Bars, [new("shipped", 5), new("invoiced", 1), new("returned", 0)]));
        bars.FindAll(".rt-q-track span").Select(span => span.GetAttribute("style")).ShouldBe(["width: 100%", "width: 25%", "width: 0%"]);
        bars.FindAll("li")[0].GetAttribute("title").ShouldBe("5 of 4 shipped");
    }

    private static double[] Places(IRenderedComponent<LatencyChart> chart) =>
        [.. chart.FindAll(".rt-end").Select(label => double.Parse(label.GetAttribute("style")![5..^1], System.Globalization.CultureInfo.InvariantCulture))];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
