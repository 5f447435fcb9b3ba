using System.Globalization;
using System.Text;

namespace RetailTower.Web.Model;

/// <summary>Writes a page's address from its filters; what is null, empty or false stays out, so that the plain page has a plain address.</summary>
public static class Query
{
    public static string Address(string path, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var address = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in values)
        {
            var text = value switch { null or false => "", true => "1", IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture), _ => value.ToString() };
            if (string.IsNullOrEmpty(text)) continue;
            address.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(text));
            mark = '&';
        }

        return address.ToString();
    }
}
