using System.Globalization;
using System.Text.Json;

namespace RetailTower.Web.Bench;

/// <summary>What a run measured. Times are in the unit of their name; everything per order is of the measured orders alone.</summary>
/// <param name="Seconds">From the first order placed until the last one was completed and its originator told.</param>
/// <param name="EventsPerOrder">Messages that the tower was told and worked on: webhooks, documents read and results of calls.</param>
/// <param name="RowsPerOrder">Rows that the run left in the database.</param>
/// <param name="RawRowsPerSecond">The same rows, inserted into a fresh file on the same disk by nothing but prepared statements, 500 to a durable transaction.</param>
/// <param name="LimitOrdersPerSecond">1 / (seconds for an order's rows by raw inserts + seconds for its HTTP exchanges doing nothing else).</param>
/// <param name="LimitRatio"><paramref name="OrdersPerSecond"/> over <paramref name="LimitOrdersPerSecond"/>.</param>
/// <param name="AckMs">A webhook's wait for its 2xx, as the web server measures a request.</param>
/// <param name="ConfirmMs">From an order's receipt to the ERP's first answer.</param>
/// <param name="ShipMs">From an order's receipt to its last parcel.</param>
/// <param name="BytesPerOrder">Growth of the database file.</param>
/// <param name="PeakRssMb">Largest resident set of the tower's process, which hosts this measurement too.</param>
/// <param name="LandscapeCpuShare">The landscape's part of the processor time that both processes used.</param>
internal sealed record BenchReport(
    int Orders, double Seconds, double OrdersPerSecond, double EventsPerOrder, double RowsPerOrder, double RowsPerSecond, double RawRowsPerSecond,
    double LimitOrdersPerSecond, double LimitRatio, Percentiles AckMs, Percentiles ConfirmMs, Percentiles ShipMs, double BytesPerOrder, double PeakRssMb,
    double LandscapeCpuShare, int Lost, int Doubled, int OutOfOrder, BenchStages Stages)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public void Write(TextWriter output)
    {
        output.WriteLine(Text($"{Orders} orders in {Seconds:0.0} s: {OrdersPerSecond:0.0} per second, {LimitRatio:P0} of the limit of {LimitOrdersPerSecond:0} per second"));
        output.WriteLine(Text($"  An order     {EventsPerOrder:0.0} events, {RowsPerOrder:0.0} rows, {BytesPerOrder:0} bytes of database, {Stages.ExchangesPerOrder:0.0} HTTP exchanges"));
        output.WriteLine(Text($"  Processor    {Stages.TowerCpuMs:0.00} ms of the tower and {Stages.LandscapeCpuMs:0.00} ms of the landscape for an order"));
        output.WriteLine(Text($"  Limit        {Stages.StoreMs:0.00} ms to insert its rows ({RawRowsPerSecond:0} per second) and {Stages.HttpMs:0.00} ms for its HTTP exchanges"));
        foreach (var (name, times) in new[] { ("Webhook 2xx", AckMs), ("Confirmed", ConfirmMs), ("Shipped", ShipMs) })
            output.WriteLine(Text($"  {name,-11}  {times.P50:0.0} ms p50, {times.P95:0.0} ms p95, {times.P99:0.0} ms p99"));
        output.WriteLine(Text($"  Memory       {PeakRssMb:0} MB at most"));
        output.WriteLine(Text($"  Lost {Lost}, doubled {Doubled}, out of order {OutOfOrder}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where the time of one order goes, in milliseconds.</summary>
/// <param name="TowerCpuMs">Processor time of the tower's process.</param>
/// <param name="LandscapeCpuMs">Processor time of the landscape's process.</param>
/// <param name="StoreMs">Time of the raw inserts of its rows.</param>
/// <param name="HttpMs">Time of its bare HTTP exchanges.</param>
/// <param name="ExchangesPerOrder">HTTP exchanges between tower and landscape, in both directions.</param>
internal sealed record BenchStages(double TowerCpuMs, double LandscapeCpuMs, double StoreMs, double HttpMs, double ExchangesPerOrder);
