using System.Text;
using System.Xml;
using System.Xml.Linq;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Recovery;

/// <summary>Makes a change to one XML message. Elements and attributes have their paths as in a search: only what comes more than once is numbered.</summary>
internal sealed class XmlChange(PayloadChange change, PayloadPath path)
{
    private static readonly XmlReaderSettings _noOutsideWorld = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
    private bool _changed;
    private string? _hidden;

    public ChangedPayload Apply(byte[] content)
    {
        using var reader = XmlReader.Create(new MemoryStream(content), _noOutsideWorld);
        var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        if (document.Root is { } root) Walk(root, root.Name.LocalName);
        if (_hidden is not null) return new ChangedPayload(null, _hidden);
        return _changed ? new ChangedPayload(Encoding.UTF8.GetBytes($"{document.Declaration}{document.ToString(SaveOptions.DisableFormatting)}")) : new ChangedPayload(null);
    }

    private void Walk(XElement element, string at)
    {
        foreach (var attribute in element.Attributes().Where(it => !it.IsNamespaceDeclaration).ToList())
        {
            if (path.Matches($"{at}.{attribute.Name.LocalName}")) Meet($"{at}.{attribute.Name.LocalName}", IsHidden(attribute), attribute.Value, made => attribute.Value = made, attribute.Remove);
        }

        foreach (var alike in element.Elements().GroupBy(child => child.Name).ToList())
        {
            var children = alike.ToList();
            foreach (var (index, child) in children.Index())
            {
                var place = children.Count == 1 ? $"{at}.{alike.Key.LocalName}" : FormattableString.Invariant($"{at}.{alike.Key.LocalName}[{index}]");
                if (!path.Matches(place)) Walk(child, place);
                else if (!child.HasElements || change.Verb == ChangeVerb.Remove) Meet(place, child.DescendantsAndSelf().Any(IsHidden), child.Value, made => child.Value = made, child.Remove);
            }
        }

        if (change.Verb == ChangeVerb.Set && path.IsIn(at) && !element.Elements().Select(child => child.Name).Concat(element.Attributes().Select(it => it.Name)).Any(name => name.LocalName.Equals(path.Name, StringComparison.OrdinalIgnoreCase))) Add(element, at);
    }

    private void Meet(string place, bool hidden, string value, Action<string> put, Action remove)
    {
        if (hidden)
        {
            _hidden ??= place;
        }
        else if (change.Verb == ChangeVerb.Remove)
        {
            remove();
            _changed = true;
        }
        else if ((change.Verb == ChangeVerb.Set || value == change.From) && value != change.To)
        {
            put(change.To!);
            _changed = true;
        }
    }

    private void Add(XElement element, string at)
    {
        // A leaf that already has text is a value and holds no fields.
        if (!element.HasElements && element.Value.Trim().Length > 0) return;
        var added = new XElement(element.GetDefaultNamespace() + path.Name, change.To);
        if (element.Elements().FirstOrDefault() is { } sibling) added.Name = sibling.Name.Namespace + path.Name;
        element.Add(added);
        if (IsHidden(added)) _hidden ??= $"{at}.{path.Name}";
        _changed = true;
    }

    private bool IsHidden(XElement element) =>
        SensitiveField.Hides(SensitiveField.Of(element.Name.LocalName, element.Parent?.Name.LocalName, element.Parent?.Elements().Select(it => it.Name.LocalName) ?? []), change.Unmasked) || element.Attributes().Any(IsHidden);

    private bool IsHidden(XAttribute attribute) =>
        !attribute.IsNamespaceDeclaration && SensitiveField.Hides(SensitiveField.Of(attribute.Name.LocalName, attribute.Parent?.Name.LocalName, attribute.Parent?.Attributes().Select(it => it.Name.LocalName) ?? []), change.Unmasked);
}
