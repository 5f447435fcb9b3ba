namespace RetailTower.Engine.Intake;

/// <summary>How much may wait in memory at once: so many pieces, so many bytes of them. Whoever does not fit is sent away rather than let in to wait.</summary>
public sealed class IntakeRoom(int pieces, long bytes)
{
    private readonly Lock _lock = new();
    private int _pieces;
    private long _bytes;

    /// <summary>Pieces that are in now.</summary>
    public int Pieces
    {
        get
        {
            lock (_lock) return _pieces;
        }
    }

    /// <summary>False when it does not fit beside what is in. What is too large for the room itself goes in alone, or it could never come in.</summary>
    public bool TryEnter(int count, long size)
    {
        lock (_lock)
        {
            if (_pieces > 0 && (_pieces + count > pieces || _bytes + size > bytes)) return false;
            (_pieces, _bytes) = (_pieces + count, _bytes + size);
            return true;
        }
    }

    public void Leave(int count, long size)
    {
        lock (_lock) (_pieces, _bytes) = (_pieces - count, _bytes - size);
    }
}
