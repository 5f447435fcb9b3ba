using System.Net.Http.Json;
using System.Text;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class SalesforceOutboundMessageTests
{
    private const string Ack =
        """<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>""";

    private static readonly XNamespace Soap = "http://soap.sforce.com/2005/09/outbound";
    private static readonly XNamespace Sf = "urn:sobject.enterprise.soap.sforce.com";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_placed_order_is_announced_at_most_a_hundred_to_a_message()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        tower.Answer = _ => (200, Ack);
        var references = await SalesforceClient.PlaceAsync(landscape, 250, 1);
        await ListenAsync(landscape, tower);

        var heard = await tower.UntilAsync(all => References(all).Count >= references.Count);

        References(heard).Distinct().ToList().ShouldBeSubsetOf(references.Concat(References(heard)));
        references.Except(References(heard)).ShouldBeEmpty();
        heard.Max(h => Read(h).Descendants(Soap + "Notification").Count()).ShouldBeLessThanOrEqualTo(100);
        heard[0].Headers["Content-Type"].ShouldBe("text/xml; charset=utf-8");
        var first = Read(heard[0]);
        first.Descendants(Soap + "OrganizationId").Single().Value.ShouldBe(await landscape.CredentialAsync("salesforce", "organizationId"));
        first.Descendants(Soap + "Notification").First().Element(Soap + "Id")!.Value.Length.ShouldBe(18);
        first.Descendants(Sf + "Status").First().Value.ShouldBe("Activated");
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<Ack>true</Ack>")]
    [InlineData(500, Ack)]
    [InlineData(200, """<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>false</Ack></notificationsResponse>""")]
    public async Task Without_an_Ack_it_comes_again_under_its_id_with_the_latest_values(int status, string answer)
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        tower.Answer = _ => (status, answer);
        await ListenAsync(landscape, tower);
        var reference = (await SalesforceClient.PlaceAsync(landscape, 1))[0];
        var before = await tower.UntilAsync(all => References(all).Contains(reference));
        var client = await SalesforceClient.SignInAsync(landscape);
        await client.SendAsync(HttpMethod.Patch, $"/sobjects/Order/RetailTower_Reference__c/{reference}", """{"Status":"Cancelled"}""");
        var notification = IdOf(before, reference);
        tower.Answer = _ => (200, Ack);

        // An attempt between the first one and the change may still have come with the old value.
        var heard = await tower.UntilAsync(all => all.Skip(before.Count).Any(h => IdOf([h], reference) == notification && Read(h).ToString().Contains("Cancelled", StringComparison.Ordinal)));

        heard.Count.ShouldBeGreaterThan(before.Count);
    }

    [Fact]
    public async Task What_the_tower_writes_back_is_not_announced()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        tower.Answer = _ => (200, Ack);
        await ListenAsync(landscape, tower);
        var reference = (await SalesforceClient.PlaceAsync(landscape, 1))[0];
        await tower.UntilAsync(all => References(all).Contains(reference));
        var client = await SalesforceClient.SignInAsync(landscape);

        await client.SendAsync(HttpMethod.Patch, $"/sobjects/Order/RetailTower_Reference__c/{reference}", """{"Tower_Status__c":"Confirmed"}""");
        await client.SendAsync(HttpMethod.Patch, $"/sobjects/Order/RetailTower_Reference__c/{reference}", """{"PoNumber":"changed by a person"}""");

        // One for the placing and one for the person's change; the status between them caused none.
        var heard = await tower.UntilAsync(all => References(all).Count(r => r == reference) >= 2);
        References(heard).Count(r => r == reference).ShouldBe(2);
    }

    [Fact]
    public async Task Webhook_faults_act_on_it()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        tower.Answer = _ => (200, Ack);
        await ListenAsync(landscape, tower);
        using var doubled = await landscape.Control.PostAsJsonAsync("/faults", new { system = "salesforce", kind = "duplicate-webhooks", share = 1, seconds = 60 }, Stop);

        var reference = (await SalesforceClient.PlaceAsync(landscape, 1))[0];

        (await tower.UntilAsync(all => References(all).Count(r => r == reference) >= 2)).ShouldNotBeEmpty();
    }

    private static async Task ListenAsync(RunningLandscape landscape, Listener tower)
    {
        using var answer = await landscape.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = new Uri(tower.Address, "/hooks/salesforce") }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static XDocument Read(Heard heard) => XDocument.Parse(Encoding.UTF8.GetString(heard.Body));

    private static List<string> References(IEnumerable<Heard> heard) =>
        [.. heard.SelectMany(h => Read(h).Descendants(Sf + "OrderReferenceNumber")).Select(r => r.Value)];

    private static string? IdOf(IEnumerable<Heard> heard, string reference) => heard.SelectMany(h => Read(h).Descendants(Soap + "Notification"))
        .FirstOrDefault(n => n.Descendants(Sf + "OrderReferenceNumber").Any(r => r.Value == reference))?.Element(Soap + "Id")!.Value;
}
