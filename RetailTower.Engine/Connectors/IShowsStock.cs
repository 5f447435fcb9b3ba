namespace RetailTower.Engine.Connectors;

/// <summary>A connector whose system can be asked what stock it shows to customers.</summary>
public interface IShowsStock
{
    /// <summary>Reads one page of it.</summary>
    /// <param name="centres">Names of the centres whose stock is asked for.</param>
    /// <param name="cursor">Null for the first page, then the page before's <see cref="StockPage.Next"/>.</param>
    /// <exception cref="HttpRequestException">The system refused or could not be reached.</exception>
    Task<StockPage> ReadStockAsync(IReadOnlyList<string> centres, string? cursor, CancellationToken cancellationToken);
}

/// <param name="Shown">Units, by SKU and centre as the tower names them.</param>
/// <param name="Next">Where the next page starts; null after the last.</param>
public sealed record StockPage(IReadOnlyDictionary<(string Sku, string Centre), decimal> Shown, string? Next);
