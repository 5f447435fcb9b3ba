using RetailTower.Data.Model;
using RetailTower.Engine.Reconciliation;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web;

public sealed class InquiryWordsTests
{
    private static readonly Difference Shown = new("shopify", "shown", Remedy.Restate, "shopify shows its people what is not so", "Shown is Invoiced, true is Completed.", false);

    [Fact]
    public void What_the_systems_answered_is_said_in_a_sentence_that_names_what_comes_next()
    {
        InquiryWords.Of(new OrderAnswer([], [], null, false)).ShouldBe("Every system agrees with what you see.");
        InquiryWords.Of(new OrderAnswer(["dc-east", "business-central"], [], null, false)).ShouldBe("DC East and Business Central told what was not known here; it is shown in a moment.");
        InquiryWords.Of(new OrderAnswer([], [], "dc-east: its lane rests", false)).ShouldBe("Not every system answered. DC East: its lane rests.");
        InquiryWords.Of(new OrderAnswer([], [Shown], null, false)).ShouldBe("Shopify shows its people what is not so. Shown is Invoiced, true is Completed. An exception stands for it.");
        InquiryWords.Of(new OrderAnswer([], [Shown], null, true)).ShouldEndWith("Something is on its way, so that may go by itself.");
        InquiryWords.Of(null).ShouldStartWith("Nothing of this order is known yet");
    }
}
