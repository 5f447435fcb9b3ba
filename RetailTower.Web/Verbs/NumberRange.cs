using System.CommandLine.Parsing;
using System.Globalization;

namespace RetailTower.Web.Verbs;

/// <summary>Checks of numbers, so that an impossible one is a wrong command line and not a failed start.</summary>
internal static class NumberRange
{
    public static Action<OptionResult> Between(double least, double most) => given =>
    {
        // What is no number at all the parser refuses itself.
        if (given.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && !(number >= least && number <= most))
            given.AddError(string.Create(CultureInfo.InvariantCulture, $"{given.Option.Name} lies between {least} and {most}, and is {token.Value}."));
    };
}
