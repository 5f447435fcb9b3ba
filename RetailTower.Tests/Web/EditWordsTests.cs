using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web;

public sealed class EditWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>However late the second person presses, also when the first one's copy has closed the exception already.</summary>
    [Theory]
    [InlineData(EditOutcome.First, EditState.Released, "otto was first, with version 1 5 s ago. It is on its way.")]
    [InlineData(EditOutcome.First, EditState.AwaitingApproval, "otto was first, with version 1 5 s ago. It waits for a second person.")]
    [InlineData(EditOutcome.Closed, EditState.Done, "otto was first, with version 1 5 s ago. It went through. The exception is closed.")]
    [InlineData(EditOutcome.Closed, EditState.Declined, "Nothing was sent: the exception is closed.")]
    public void Whoever_comes_second_hears_who_was_first_and_what_became_of_it(EditOutcome outcome, EditState state, string says)
    {
        var first = new MessageEdit { Subject = "outbox:1", Version = 1, Content = [], Reason = "promised", RequestedBy = "otto", RequestedAt = Noon.AddSeconds(-5), State = state };

        EditWords.Said(new EditResult(outcome, first), "alma", Noon).ShouldEndWith(says);
    }
}
