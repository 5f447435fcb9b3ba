using System.Globalization;

namespace RetailTower.Web.Bench;

/// <summary>A bar on the terminal's standard error, so that the standard output holds the result alone. Silent when nobody looks.</summary>
internal sealed class ProgressLine
{
    private const int Width = 30;
    private readonly bool _seen = !Console.IsErrorRedirected;

    public void Show(int done, int of, TimeSpan elapsed)
    {
        if (!_seen) return;
        var filled = of == 0 ? Width : (int)((long)done * Width / of);
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{of} orders, {rate:0} per second   "));
    }

    public void Say(string what)
    {
        if (_seen) Console.Error.Write($"\r{what,-78}");
    }

    public void End()
    {
        if (_seen) Console.Error.Write($"\r{"",-78}\r");
    }
}
