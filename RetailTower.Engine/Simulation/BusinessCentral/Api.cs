namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Leads a call by its path to the entity set that answers it, as one transaction.</summary>
internal sealed class Api(Books books, params IEntitySet[] sets)
{
    private readonly Dictionary<string, IEntitySet> _sets = sets.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>The names a subscription's resource can have, as the service documents them: salesShipments is not among them.</summary>
    public static IReadOnlySet<string> Subscribable { get; } =
        new HashSet<string>(["customers", "items", "salesOrders", "salesInvoices", "salesCreditMemos"], StringComparer.Ordinal);

    public Answer Handle(Call call)
    {
        try
        {
            return books.Transact(() => Route(call));
        }
        catch (RefusalException refusal)
        {
            return Answer.Error(refusal, Guid.NewGuid());
        }
    }

    private Answer Route(Call call)
    {
        var path = Parse(call.Path);
        if (path is not [{ Name: "companies" } company, ..]) throw RefusalException.NoSuchResource(call.Path);
        if (company.Key is null)
        {
            if (path.Length > 1) throw RefusalException.NoSuchResource(call.Path);
            return call.Method == "GET" ? new Answer(200, new { Value = new[] { Company() } }) : throw RefusalException.MethodNotAllowed(call.Method);
        }
        if (EntitySet<Customer>.Id(company.Key) != BusinessCentralSystem.CompanyId)
            throw new RefusalException(404, "Internal_CompanyNotFound", $"The company \"{company.Key}\" was not found.");
        if (path.Length == 1) return call.Method == "GET" ? new Answer(200, Company()) : throw RefusalException.MethodNotAllowed(call.Method);
        return _sets.TryGetValue(path[1].Name, out var set) ? set.Handle(call, path.AsSpan(1)) : throw RefusalException.NoSuchResource(call.Path);
    }

    private static object Company() => new
    {
        Id = BusinessCentralSystem.CompanyId,
        SystemVersion = "26.0.0.0",
        Name = "CRONUS Retail",
        DisplayName = "CRONUS Retail",
        BusinessProfileId = "",
    };

    private static Segment[] Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(parts, part =>
        {
            var bracket = part.IndexOf('(', StringComparison.Ordinal);
            return bracket > 0 && part[^1] == ')' ? new Segment(part[..bracket], part[(bracket + 1)..^1]) : new Segment(part, null);
        });
    }
}
