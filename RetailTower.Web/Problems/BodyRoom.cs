using RetailTower.Engine.Intake;

namespace RetailTower.Web.Problems;

/// <summary>Bounds the bodies that are read at once: many large ones together must not take the memory that intake's own queue leaves.</summary>
internal sealed class BodyRoom(IntakeOptions limits)
{
    private readonly IntakeRoom _room = new(limits.QueueLimit, limits.QueueBytes);

    /// <summary>Makes room for the call's body until the result is disposed; null when there is none now. A body of unknown length counts as the longest.</summary>
    public IDisposable? Enter(HttpContext http)
    {
        var bytes = Math.Min(http.Request.ContentLength ?? limits.BodyLimit, limits.BodyLimit);
        return _room.TryEnter(1, bytes) ? new Place(_room, bytes) : null;
    }

    private sealed class Place(IntakeRoom room, long bytes) : IDisposable
    {
        public void Dispose() => room.Leave(1, bytes);
    }
}
