using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Hands letters to the mail server.</summary>
internal sealed class MailPost(NoticeOptions notices, LetterWords words, TimeProvider time) : ILetterPost
{
    /// <summary>Shorter than the lease under which it is sent.</summary>
    private const int PatienceMilliseconds = 8000;

    public LetterChannel Channel => LetterChannel.Mail;

    public async Task<PostOutcome> SendAsync(LetterToSend letter, CancellationToken cancellationToken)
    {
        var options = notices.Mail;
        if (options.Host is not { Length: > 0 } host) return new PostOutcome("Tower:Notices:Mail:Host is no longer set.", ForGood: true);
        var sender = MailboxAddress.Parse(options.From!);
        using var message = new MimeMessage
        {
            Subject = LetterWords.Subject(letter),
            MessageId = $"{LetterWords.IdOf(letter)}@{sender.Domain}",
            Date = time.GetUtcNow(),
            Body = new TextPart("plain") { Text = words.Body(letter) },
        };
        message.From.Add(sender);
        message.To.Add(MailboxAddress.Parse(letter.Recipient));
        // Machines answer no machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceMilliseconds);
        using var client = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            await client.ConnectAsync(host, options.Port, options.Security switch { MailSecurity.Tls => SecureSocketOptions.SslOnConnect, MailSecurity.None => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls }, patience.Token);
            if (options is { User: { Length: > 0 } user, Password: { } password }) await client.AuthenticateAsync(user, password, patience.Token);
            await client.SendAsync(message, patience.Token);
        }
        catch (SmtpCommandException refused)
        {
            return new PostOutcome($"The mail server refused it: {refused.Message}", ForGood: refused is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= SmtpStatusCode.CommandUnrecognized });
        }
        catch (Exception failure) when (failure is SocketException or IOException or ProtocolException or AuthenticationException or SslHandshakeException or NotSupportedException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new PostOutcome($"{host}:{options.Port} did not take it: {(failure is OperationCanceledException ? "no answer in 8 s" : failure.Message)}", Unreachable: true);
        }

        await LeaveAsync(client, patience.Token);
        return PostOutcome.Taken;
    }

    /// <summary>The letter is taken: however the parting goes, it must not be sent again.</summary>
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception failure) when (failure is SocketException or IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The connection is closed with the client.
        }
    }
}
