using System.Text;
using RetailTower.Engine.Governance;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Recovery;

public sealed class MaskedEditTests
{
    private const string Json = """{"email":"anna@example.com","lines":[{"sku":"A","qty":1}],"address":{"street":"1 High St","city":"Leeds"}}""";
    private const string Xml = """<n><SessionId>00Dxx!AQ</SessionId><o><Qty>1</Qty><ShippingStreet>1 High St</ShippingStreet></o><o><Qty>2</Qty><ShippingStreet>2 Low St</ShippingStreet></o></n>""";

    [Theory]
    [InlineData(Json, "application/json", "\"qty\": 1", "\"qty\": 3")]
    [InlineData(Xml, "text/xml", "<Qty>2</Qty>", "<Qty>7</Qty>")]
    public void What_was_hidden_is_put_back_and_what_was_changed_stays(string original, string type, string was, string now)
    {
        var shown = Show(original, type);
        shown.ShouldNotContain("High St");

        var (text, moved) = MaskedEdit.Restore(original, shown, shown.Replace(was, now, StringComparison.Ordinal), type);

        moved.ShouldBeNull();
        text.ShouldNotBeNull().ShouldContain("1 High St");
        text.ShouldContain(now);
        text.ShouldNotContain("•");
        if (type == "text/xml") text.ShouldContain("00Dxx!AQ");
    }

    [Fact]
    public void A_value_written_over_a_hidden_one_is_sent_as_it_was_written() =>
        MaskedEdit.Restore(Json, Show(Json, "application/json"), Show(Json, "application/json").Replace("a•••@example.com", "ben@example.com", StringComparison.Ordinal), "application/json").Text.ShouldNotBeNull().ShouldContain("ben@example.com");

    [Theory]
    [InlineData(Json, "application/json", "\"email\"", "\"mail\"", "$.mail")]
    [InlineData(Xml, "text/xml", "ShippingStreet", "Street", "n[0]/o[0]/Street[0]")]
    public void A_hidden_value_that_was_moved_is_named(string original, string type, string was, string now, string where) =>
        MaskedEdit.Restore(original, Show(original, type), Show(original, type).Replace(was, now, StringComparison.Ordinal), type).ShouldBe((null, where));

    private static string Show(string original, string type) => PayloadMask.Show(Encoding.UTF8.GetBytes(original), type, unmasked: false).Text;
}
