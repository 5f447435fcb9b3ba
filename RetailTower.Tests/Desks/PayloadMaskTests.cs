using System.Text;
using System.Text.Json;
using RetailTower.Engine.Governance;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public sealed class PayloadMaskTests
{
    [Fact]
    public void Json_hides_persons_and_keeps_goods()
    {
        const string order = """
            {"email":"anna@example.com","contact_email":"a@b.c","line_items":[{"name":"Mug","sku":"85123A","price":"2.50"}],
             "shipping_address":{"name":"Anna Smith","first_name":"Anna","address1":"1 High St","city":"Leeds","zip":"LS1","phone":"+442079460958","latitude":53.8},
             "customer":{"displayName":"Anna"},"note_attributes":[]}
            """;

        var shown = Show(order, "application/json; charset=utf-8", unmasked: false);

        shown.Hidden.ShouldBeTrue();
        foreach (var personal in new[] { "anna@", "Smith", "High St", "2079460", "53.8", "\"Anna\"" }) shown.Text.ShouldNotContain(personal);
        foreach (var needed in new[] { "Mug", "85123A", "2.50", "Leeds", "a•••@example.com" }) shown.Text.ShouldContain(needed);
        JsonDocument.Parse(shown.Text).RootElement.GetProperty("shipping_address").GetProperty("phone").GetString().ShouldBe("•••58");
    }

    [Fact]
    public void Who_may_see_it_sees_exactly_what_came()
    {
        const string order = "{ \"email\":\"anna@example.com\",  \"n\":1e2 }";

        Show(order, "application/json", unmasked: true).ShouldBe(new ShownPayload(order, false));
    }

    [Fact]
    public void Xml_hides_persons_and_nobody_sees_a_session()
    {
        const string notification = """
            <n:notifications xmlns:n="urn:x"><n:SessionId>00Dxx!AQ</n:SessionId><n:sObject><n:ShippingStreet>1 High St</n:ShippingStreet><n:ContactEmail__c/><n:BillToEmail>anna@example.com</n:BillToEmail><n:OrderNumber>00000100</n:OrderNumber></n:sObject></n:notifications>
            """;

        var masked = Show(notification, "text/xml", unmasked: false).Text;
        var plain = Show(notification, "text/xml", unmasked: true).Text;

        masked.ShouldNotContain("High St");
        masked.ShouldNotContain("anna@");
        masked.ShouldContain("00000100");
        plain.ShouldContain("1 High St");
        foreach (var text in new[] { masked, plain }) text.ShouldNotContain("00Dxx!AQ");
    }

    [Theory]
    [InlineData("{\"email\": \"anna@example.com\"", "application/json")]
    [InlineData("<a><email>anna@example.com</a>", "application/xml")]
    [InlineData("<!DOCTYPE a [<!ENTITY e \"anna@example.com\">]><a>&e;</a>", "application/xml")]
    [InlineData("email=anna@example.com", "application/x-www-form-urlencoded")]
    public void What_cannot_be_masked_is_not_shown_to_whom_it_must_not(string body, string contentType)
    {
        Show(body, contentType, unmasked: false).Text.ShouldNotContain("anna@");
        Show(body, contentType, unmasked: true).Text.ShouldBe(body);
    }

    [Fact]
    public void Arrays_under_a_personal_field_are_hidden_item_by_item() =>
        Show("{\"street\":[\"1 High St\",\"Flat 2\"],\"access_token\":\"shpat_x\",\"clientState\":\"s3cret\"}", "application/json", unmasked: false).Text
            .ShouldSatisfyAllConditions(text => text.ShouldNotContain("High"), text => text.ShouldNotContain("Flat"), text => text.ShouldNotContain("shpat"), text => text.ShouldNotContain("s3cret"));

    [Theory]
    [InlineData("anna@example.com", "a•••@example.com")]
    [InlineData("@x", "•••")]
    [InlineData("", "")]
    public void An_address_keeps_its_domain(string email, string shown) => PersonalData.MaskEmail(email).ShouldBe(shown);

    private static ShownPayload Show(string body, string contentType, bool unmasked) => PayloadMask.Show(Encoding.UTF8.GetBytes(body), contentType, unmasked);
}
