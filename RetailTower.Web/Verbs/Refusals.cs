using RetailTower.Data;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Verbs;

/// <summary>Turns what keeps a verb from starting into words and an exit code. Anything else is a defect and keeps its stack trace.</summary>
internal static class Refusals
{
    public static async Task<int> ReportAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (OperationCanceledException)
        {
            // Stopped before the start was through: asked for, so not a failure.
            return TowerCommand.Done;
        }
        catch (SettingsException settings)
        {
            Console.Error.WriteLine(settings.Problems.Count == 1 ? "The configuration has a mistake:" : $"The configuration has {settings.Problems.Count} mistakes:");
            foreach (var problem in settings.Problems) Console.Error.WriteLine($"  - {problem}");
            return TowerCommand.Refused;
        }
        catch (Exception refusal) when (refusal is StartException or DatabaseRefusedException)
        {
            Console.Error.WriteLine(refusal.Message);
            return TowerCommand.Refused;
        }
    }
}
