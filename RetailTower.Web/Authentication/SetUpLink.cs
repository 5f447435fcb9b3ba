using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Web.Authentication;

/// <summary>
/// The link by which the first administrator is created: printed at a start that finds no person, good once and for an hour.
/// It lives in memory only; a restart prints a new one.
/// </summary>
internal sealed class SetUpLink(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private byte[]? _token;
    private bool _taken;

    public DateTimeOffset Expires { get; private set; }

    /// <summary>Makes a new token; the former one is void.</summary>
    public string Issue()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (_gate)
        {
            _token = Encoding.UTF8.GetBytes(token);
            _taken = false;
            Expires = time.GetUtcNow() + Lifetime;
        }

        return token;
    }

    public bool IsGood(string? token)
    {
        lock (_gate) return Matches(token) && !_taken;
    }

    /// <summary>Takes the token for one attempt, so that of two at the same time only one gets it. End it with <see cref="Void"/> or <see cref="GiveBack"/>.</summary>
    public bool TryTake(string? token)
    {
        lock (_gate)
        {
            if (!Matches(token) || _taken) return false;
            return _taken = true;
        }
    }

    /// <summary>The attempt failed for a reason that the person can mend.</summary>
    public void GiveBack()
    {
        lock (_gate) _taken = false;
    }

    /// <summary>The administrator exists.</summary>
    public void Void()
    {
        lock (_gate) _token = null;
    }

    private bool Matches(string? token) =>
        _token is not null && token is not null && time.GetUtcNow() < Expires && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(token));
}
