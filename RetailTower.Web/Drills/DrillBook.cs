namespace RetailTower.Web.Drills;

/// <summary>All drills, in the sequence in which they run.</summary>
internal static class DrillBook
{
    private const string Erp = "business-central", East = "dc-east", West = "dc-west", All = "*";
    private const double Rate = 10;
    private const int Outage = 8, Before = 3;
    private static readonly TimeSpan ClockAhead = TimeSpan.FromHours(6);
    private const long Filler = 300L * 1024 * 1024;

    public static IReadOnlyList<Drill> Drills { get; } =
    [
        new("erp-outage", "The ERP answers nothing but 503 while orders keep coming.", stage => FailAsync(stage, Erp, "unavailable", 1))
            { DetectWithin = TimeSpan.FromSeconds(5), DrainWithin = TimeSpan.FromSeconds(2 * Outage), CasesExpected = true },
        new("erp-throttled", "The ERP answers half of the calls with 429 and asks for rest.", stage => FailAsync(stage, Erp, "throttled", 0.5)) { DetectWithin = TimeSpan.FromSeconds(5) },
        new("warehouse-silent", "Both centres work on and none of their webhooks arrives; the tower asks for what it should have heard.", SilenceAsync)
            { CasesExpected = true, DrainWithin = TimeSpan.FromSeconds(60), Settings = () => [("Tower__Orders__ShippedWithin", "00:00:12"), ("Tower__Orders__CentreAcceptsWithin", "00:00:12")] },
        new("duplicate-storm", "Every webhook of every system comes two or three times.", stage => FailAsync(stage, All, "duplicate-webhooks", 1)),
        new("reordered", "Half of all webhooks are overtaken by later ones.", stage => FailAsync(stage, All, "reorder-webhooks", 0.5)),
        new("accept-then-drop", "Systems do a third of what they are asked and never answer.", stage => FailAsync(stage, All, "accept-then-drop", 0.3)) { CasesExpected = true },
        new("slow-system", "One centre answers late; whatever does not concern it goes on.", stage => FailAsync(stage, West, "slow", 1)),
        new("poison-order", "The ERP refuses some orders for good; the others flow past, and a person's retry brings them through.", PoisonAsync) { CasesExpected = true, DetectWithin = TimeSpan.FromSeconds(5) },
        new("flood", "Orders come ten times as fast as usual for half a minute.", FloodAsync) { DrainWithin = TimeSpan.FromSeconds(60) },
        new("kill-tower", "The tower is killed three times in full work and started again.", KillTowerAsync),
        new("kill-node", "Of two towers on one database one is killed in full work; the other takes over when its leases lapse.", KillNodeAsync) { Towers = 2, DrainWithin = TimeSpan.FromSeconds(45) },
        new("disk-full", "The disk is almost full: intake closes, senders keep what they have, and it opens by itself.", DiskFullAsync)
            { Settings = () => [("Tower__Intake__LeastFreeDisk", $"{new DriveInfo(Path.GetTempPath()).AvailableFreeSpace - Filler / 2}")] },
        new("clock-jump", "The tower's clock runs six hours ahead while the ERP fails, then is right again: nothing waits for a time that the wrong clock set.", ClockJumpAsync)
            { CasesExpected = true, ClockAhead = ClockAhead, DrainWithin = TimeSpan.FromSeconds(60) },
    ];

    private static async Task FailAsync(DrillStage stage, string system, string kind, double share)
    {
        await stage.PlaceAsync((Before + Outage) * (int)Rate, Rate);
        await stage.WatchAsync(TimeSpan.FromSeconds(Before));
        await stage.FailAsync(system, kind, share);
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        await stage.HealAsync();
    }

    private static async Task SilenceAsync(DrillStage stage)
    {
        await stage.PlaceAsync((Before + Outage) * (int)Rate, Rate);
        await stage.WatchAsync(TimeSpan.FromSeconds(Before));
        foreach (var centre in new[] { East, West }) await stage.FailAsync(centre, "lose-webhooks", 1);
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        await stage.HealAsync();
    }

    private static async Task PoisonAsync(DrillStage stage)
    {
        await stage.PlaceAsync(Outage * (int)Rate, Rate);
        await stage.FailAsync(Erp, "reject", 0.2);
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        await stage.HealAsync();
        // The refusals come in one after the other; each is put right as it stands in the queue.
        for (var round = 0; round < 4; round++)
        {
            await stage.RetryAsync();
            await stage.WatchAsync(TimeSpan.FromSeconds(2));
        }
    }

    private static async Task FloodAsync(DrillStage stage)
    {
        stage.Begin();
        await stage.PlaceAsync(30 * 10 * (int)Rate, 10 * Rate);
        await stage.WatchAsync(TimeSpan.FromSeconds(30));
        await stage.HealAsync();
    }

    private static async Task KillTowerAsync(DrillStage stage)
    {
        await stage.PlaceAsync(200, 2 * Rate);
        stage.Begin();
        for (var kill = 0; kill < 3; kill++)
        {
            await stage.WatchAsync(TimeSpan.FromMilliseconds(1500 + stage.Luck.Next(2000)));
            await stage.KillAsync(0);
            await stage.RestartAsync(0);
        }

        await stage.HealAsync();
    }

    private static async Task KillNodeAsync(DrillStage stage)
    {
        await stage.PlaceAsync(150, Rate);
        stage.Begin();
        await stage.WatchAsync(TimeSpan.FromMilliseconds(3000 + stage.Luck.Next(3000)));
        await stage.KillAsync(1);
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        await stage.HealAsync();
    }

    private static async Task ClockJumpAsync(DrillStage stage)
    {
        await stage.PlaceAsync((Before + Outage) * (int)Rate, Rate);
        await stage.WatchAsync(TimeSpan.FromSeconds(Before));
        await stage.KillAsync(0);
        await stage.RestartAsync(0, ("Tower__Clock__Ahead", $"{ClockAhead}"));
        await stage.FailAsync(Erp, "unavailable", 0.5);
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        await stage.KillAsync(0);
        await stage.RestartAsync(0);
        await stage.HealAsync();
    }

    private static async Task DiskFullAsync(DrillStage stage)
    {
        await stage.PlaceAsync((Before + Outage) * (int)Rate, Rate);
        await stage.WatchAsync(TimeSpan.FromSeconds(Before));
        var filler = Path.Combine(stage.Directory, "filler");
        await using (var file = new FileStream(filler, FileMode.CreateNew))
        {
            var megabyte = new byte[1024 * 1024];
            for (var written = 0L; written < Filler; written += megabyte.Length) await file.WriteAsync(megabyte);
        }

        stage.Begin();
        await stage.WatchAsync(TimeSpan.FromSeconds(Outage));
        if (await stage.IsReadyAsync()) throw new InvalidOperationException("The disk is fuller than the tower allows, and it says that it is ready.");
        File.Delete(filler);
        await stage.HealAsync();
    }
}
