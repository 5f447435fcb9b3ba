using System.Text;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Recovery;

/// <summary>One change, tried on messages of all shapes.</summary>
public sealed class PayloadChangeTests
{
    private const string Json = """{"order":{"number":"SF-1","taxCode":"A","customerEmail":"anna@example.com","apiKey":"s3cret","lines":[{"sku":"X","taxCode":"A","quantity":2},{"sku":"Y","taxCode":"B","quantity":3}]}}""";
    private const string Xml = """<?xml version="1.0" encoding="utf-8"?><n xmlns="urn:x"><Id>7</Id><line no="1"><Qty>2</Qty></line><line no="2"><Qty>3</Qty></line><ShippingStreet>1 High St</ShippingStreet></n>""";

    [Theory]
    [InlineData(ChangeVerb.Replace, "lines[].taxCode", "A", "C", "{\"sku\":\"X\",\"taxCode\":\"C\",\"quantity\":2},{\"sku\":\"Y\",\"taxCode\":\"B\"")]
    [InlineData(ChangeVerb.Replace, "taxCode", "A", "C", "\"taxCode\":\"C\",\"customerEmail\"")]
    [InlineData(ChangeVerb.Replace, "lines[1].taxcode", "B", "C", "\"sku\":\"Y\",\"taxCode\":\"C\"")]
    [InlineData(ChangeVerb.Set, "lines[].quantity", null, "5", "\"quantity\":5},{\"sku\":\"Y\",\"taxCode\":\"B\",\"quantity\":5}")]
    [InlineData(ChangeVerb.Set, "lines[].note", null, "late", "\"quantity\":2,\"note\":\"late\"},{\"sku\":\"Y\",\"taxCode\":\"B\",\"quantity\":3,\"note\":\"late\"}")]
    [InlineData(ChangeVerb.Set, "order.size", null, "12", "],\"size\":12}")]
    [InlineData(ChangeVerb.Set, "order.size", null, "\"12\"", "],\"size\":\"12\"}")]
    [InlineData(ChangeVerb.Set, "$.version", null, "true", "},\"version\":true}")]
    [InlineData(ChangeVerb.Remove, "lines[0].taxCode", null, null, "{\"sku\":\"X\",\"quantity\":2},{\"sku\":\"Y\",\"taxCode\":\"B\"")]
    public void Json_is_changed_where_the_path_ends_and_nowhere_else(ChangeVerb verb, string path, string? from, string? to, string expected) =>
        Text(Change(verb, path, from, to), Json).ShouldContain(expected);

    [Theory]
    [InlineData(ChangeVerb.Replace, "lines[].taxCode", "Z", "C")]
    [InlineData(ChangeVerb.Replace, "axCode", "A", "C")]
    [InlineData(ChangeVerb.Replace, "order", "A", "C")]
    [InlineData(ChangeVerb.Set, "note", null, "late")]
    [InlineData(ChangeVerb.Set, "order.taxCode", null, "A")]
    [InlineData(ChangeVerb.Remove, "$.taxCode", null, null)]
    public void What_the_path_does_not_meet_or_is_so_already_stays(ChangeVerb verb, string path, string? from, string? to)
    {
        var made = Change(verb, path, from, to).Apply(Encoding.UTF8.GetBytes(Json), "application/json");

        (made.Content, made.Hidden, made.Unreadable).ShouldBe((null, null, null));
    }

    [Theory]
    [InlineData(ChangeVerb.Replace, "customerEmail", false, "order.customerEmail")]
    [InlineData(ChangeVerb.Remove, "$.order", false, "order")]
    [InlineData(ChangeVerb.Set, "order.customerPhone", false, "order.customerPhone")]
    [InlineData(ChangeVerb.Replace, "apiKey", true, "order.apiKey")]
    [InlineData(ChangeVerb.Set, "lines[].password", true, "order.lines[0].password")]
    public void What_is_hidden_from_whoever_asks_is_not_changed_nor_compared(ChangeVerb verb, string path, bool unmasked, string where)
    {
        // The very value, and another one: both are refused alike, so that no count tells it.
        foreach (var from in new[] { "anna@example.com", "s3cret", "nobody" })
        {
            var made = Change(verb, path, from, "x", unmasked).Apply(Encoding.UTF8.GetBytes(Json), "application/json");
            (made.Content, made.Hidden).ShouldBe((null, where));
        }
    }

    [Fact]
    public void Who_may_see_personal_data_may_change_it() => Text(Change(ChangeVerb.Replace, "customerEmail", "anna@example.com", "ben@example.com", unmasked: true), Json).ShouldContain("ben@example.com");

    [Theory]
    [InlineData(ChangeVerb.Replace, "line[].Qty", "3", "4", "<line no=\"1\"><Qty>2</Qty></line><line no=\"2\"><Qty>4</Qty></line>")]
    [InlineData(ChangeVerb.Set, "line[0].no", null, "9", "<line no=\"9\"><Qty>2</Qty></line><line no=\"2\">")]
    [InlineData(ChangeVerb.Set, "n.Region", null, "North", "</ShippingStreet><Region>North</Region></n>")]
    [InlineData(ChangeVerb.Remove, "line[1]", null, null, "<line no=\"1\"><Qty>2</Qty></line><ShippingStreet>")]
    public void Xml_is_changed_alike_and_keeps_its_head(ChangeVerb verb, string path, string? from, string? to, string expected)
    {
        var text = Text(Change(verb, path, from, to), Xml, "text/xml");

        text.ShouldContain(expected);
        text.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><n xmlns=\"urn:x\">");
    }

    [Fact]
    public void A_street_in_xml_is_hidden_too() =>
        Change(ChangeVerb.Replace, "ShippingStreet", "1 High St", "x").Apply(Encoding.UTF8.GetBytes(Xml), "text/xml").Hidden.ShouldBe("n.ShippingStreet");

    [Theory]
    [InlineData("{\"a\":", "application/json")]
    [InlineData("{\"a\":1,\"a\":2}", "application/json")]
    [InlineData("<a>", "text/xml")]
    [InlineData("a;b", "text/csv")]
    public void What_cannot_be_read_says_so(string body, string type) =>
        Change(ChangeVerb.Set, "$.a", null, "1").Apply(Encoding.UTF8.GetBytes(body), type).Unreadable.ShouldNotBeNull();

    [Theory]
    [InlineData(ChangeVerb.Replace, "", "A", "B", "Say where: the end of a path, for example lines[].taxCode.")]
    [InlineData(ChangeVerb.Replace, "lines[", "A", "B", "Say where: the end of a path, for example lines[].taxCode.")]
    [InlineData(ChangeVerb.Replace, "taxCode", "", "B", "Say which value is replaced.")]
    [InlineData(ChangeVerb.Replace, "taxCode", "A", "A", "It would become what it is.")]
    [InlineData(ChangeVerb.Set, "taxCode", null, null, "Say what it becomes.")]
    [InlineData(ChangeVerb.Remove, "taxCode", null, null, null)]
    public void What_is_to_be_mended_is_said_before_it_is_tried(ChangeVerb verb, string path, string? from, string? to, string? problem) => Change(verb, path, from, to).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("lines[].taxCode", "lines[].taxCode: “A” becomes “B”.")]
    [InlineData("order.customerEmail", "order.customerEmail: “•••” becomes “•••”.")]
    [InlineData("shipTo.name", "shipTo.name: “•••” becomes “•••”.")]
    public void What_is_said_of_it_tells_nothing_of_a_person(string path, string said) => Change(ChangeVerb.Replace, path, "A", "B", unmasked: true).Said.ShouldBe(said);

    [Fact]
    public void It_is_kept_as_it_was_asked_for()
    {
        var change = Change(ChangeVerb.Replace, "lines[].taxCode", "“A”", "Ä\n", unmasked: true);

        PayloadChange.Read(change.ToString()).ShouldBe(change);
    }

    private static PayloadChange Change(ChangeVerb verb, string path, string? from, string? to, bool unmasked = false) => new(verb, path, from, to, unmasked);

    private static string Text(PayloadChange change, string body, string type = "application/json") => Encoding.UTF8.GetString(change.Apply(Encoding.UTF8.GetBytes(body), type).Content.ShouldNotBeNull());
}
