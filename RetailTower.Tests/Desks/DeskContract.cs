using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>What holds on every database; each provider runs it on its own store.</summary>
public abstract class DeskContract<T> : IAsyncLifetime where T : StoreFixture
{
    private T? _store;

    protected static DateTimeOffset Noon => StoreFixture.Noon;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected T Store => _store!;

    protected abstract Task<T> StartAsync();

    public async ValueTask InitializeAsync() => _store = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null) await _store.DisposeAsync();
    }
}
