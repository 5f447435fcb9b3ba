using System.Text.Json.Nodes;
using RetailTower.Engine.Simulation.Salesforce.Soql;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>The REST API behind sign-in: sends a call to the resource it names and makes refusals of what goes wrong.</summary>
internal sealed class RestApi
{
    private readonly Books _books;
    private readonly OutboundMessages _messages;
    private readonly SObjectResource _sobjects;
    private readonly CompositeResource _composite;
    private readonly CollectionResource _collections;
    private readonly QueryResource _queries;
    private readonly ApiUsage _usage;

    public RestApi(Books books, OutboundMessages messages, ApiUsage usage, Func<bool> drifts)
    {
        (_books, _messages, _usage) = (books, messages, usage);
        _sobjects = new SObjectResource(books);
        _composite = new CompositeResource(Dispatch);
        _collections = new CollectionResource(books, _sobjects, drifts);
        _queries = new QueryResource(books);
    }

    /// <summary>Answers a call, all of it or nothing.</summary>
    public Reply Answer(Call call)
    {
        lock (_books.Gate)
        {
            var transaction = new Transaction(_books, _messages);
            var reply = Dispatch(call, transaction);
            transaction.Commit();
            return reply;
        }
    }

    private Reply Dispatch(Call call, Transaction transaction)
    {
        var mark = transaction.Mark;
        try
        {
            return (call.Method, call.Path) switch
            {
                ("GET", []) => Resources(call.Version),
                ("GET", ["limits"]) => _usage.Limits(),
                ("GET", ["query"]) => _queries.Run(call),
                ("GET", ["query", var cursor]) => _queries.Continue(call, cursor),
                ("POST", ["composite"]) => _composite.Run(call, transaction),
                (_, ["composite", "sobjects", ..]) => _collections.Run(call, transaction),
                (_, ["sobjects", ..]) => _sobjects.Run(call, transaction),
                _ => throw Refusal.NoSuchResource(),
            };
        }
        catch (Refusal refusal)
        {
            transaction.RollBackTo(mark);
            return Reply.Of(refusal);
        }
    }

    private static Reply Resources(string version) => Reply.Of(200, new JsonObject
    {
        ["sobjects"] = $"/services/data/{version}/sobjects",
        ["query"] = $"/services/data/{version}/query",
        ["composite"] = $"/services/data/{version}/composite",
        ["limits"] = $"/services/data/{version}/limits",
    });
}
