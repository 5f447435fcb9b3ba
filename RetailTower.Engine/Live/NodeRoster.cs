namespace RetailTower.Engine.Live;

/// <summary>Which other nodes work on the same database. While there is none, nothing is told to anyone.</summary>
public sealed class NodeRoster
{
    private volatile IReadOnlyList<string> _others = [];

    public IReadOnlyList<string> Others
    {
        get => _others;
        set => _others = value;
    }

    public bool Alone => _others.Count == 0;
}
