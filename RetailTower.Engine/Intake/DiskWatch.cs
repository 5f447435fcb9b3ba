using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Data;

namespace RetailTower.Engine.Intake;

/// <summary>
/// Closes intake before the disk is full: what is stored already still needs room to be worked on, and a sender that is told to try again keeps its message.
/// Only for the embedded database, whose disk is this machine's.
/// </summary>
public sealed class DiskWatch(IntakeDesk intake, IntakeOptions options, DatabaseOptions database, TimeProvider time, ILogger<DiskWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Provider != DatabaseProvider.Sqlite) return;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tower is stopping.
        }
    }

    private void Look()
    {
        if (database.Provider != DatabaseProvider.Sqlite || options.LeastFreeDisk == 0) return;
        if (Free() is not { } free) return;
        var why = free >= options.LeastFreeDisk ? null : string.Create(CultureInfo.InvariantCulture,
            $"The disk of the tower's database is almost full: {Megabytes(free)} MB are free, and below {Megabytes(options.LeastFreeDisk)} MB nothing is taken any more.");
        if (why is null && intake.Closed is not null) log.LogWarning("The disk has room again; intake is open");
        if (why is not null && intake.Closed is null) log.LogError("{Why} Free some; intake opens by itself", why);
        intake.Closed = why;
    }

    /// <summary>Null when the disk does not tell: intake stays as it is, and what cannot be written is refused by the database itself.</summary>
    private long? Free()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(database.DataDirectory)).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The free space of {Directory} cannot be read: {Why}", database.DataDirectory, failure.Message);
            return null;
        }
    }

    private static long Megabytes(long bytes) => bytes / 1024 / 1024;
}
