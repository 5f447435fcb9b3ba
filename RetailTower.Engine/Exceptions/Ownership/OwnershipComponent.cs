using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Registers teams, their ladders, and how notices leave the tower.</summary>
public static class OwnershipComponent
{
    public static IServiceCollection Add(IServiceCollection services, OwnershipOptions options)
    {
        services.AddHttpClient(WebhookPost.HttpClientName, http => http.Timeout = WebhookPost.Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        return services
            .AddSingleton(options)
            .AddSingleton(options.Notices)
            .AddSingleton<TeamBook>()
            .AddSingleton<TeamDesk>()
            .AddSingleton<NoticeDesk>()
            .AddSingleton<Escalation>()
            .AddSingleton(provider => new LetterWords(Uri.TryCreate(provider.GetService<IConfiguration>()?["Tower:PublicUrl"], UriKind.Absolute, out var url) ? url : null))
            .AddSingleton<ILetterPost, MailPost>()
            .AddSingleton<ILetterPost, WebhookPost>()
            .AddSingleton<LetterRound>();
    }
}
