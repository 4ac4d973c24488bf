using System.Globalization;
using System.Xml.Linq;

namespace AnimatedImage.Build.Help;

/// <summary>Writes MAML, the form of help that Get-Help reads for compiled cmdlets.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace _items = "http://msh";
    private static readonly XNamespace _maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace _command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace _dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(HelpLibrary library, IEnumerable<CmdletDefinition> cmdlets) => new(
        new XElement(
            _items + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Select(cmdlet => Command(library, library.Pages.First(page => page.Cmdlet == cmdlet.Name), cmdlet))));

    private static XElement Command(HelpLibrary library, HelpPage page, CmdletDefinition cmdlet) => new(
        _command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", _maml),
        new XAttribute(XNamespace.Xmlns + "command", _command),
        new XAttribute(XNamespace.Xmlns + "dev", _dev),
        new XElement(
            _command + "details",
            new XElement(_command + "name", cmdlet.Name),
            new XElement(_command + "verb", cmdlet.Verb),
            new XElement(_command + "noun", cmdlet.Noun),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(_command + "syntax", cmdlet.ParameterSets.Select(set => SyntaxItem(cmdlet, set))),
        new XElement(
            _command + "parameters",
            cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter =>
                Parameter(parameter, parameter.Uses[0], library.Find(page, parameter.Name)!))),
        new XElement(_command + "inputTypes", page.Inputs.Select(type => TypeElement("inputType", type))),
        new XElement(_command + "returnValues", page.Outputs.Select(type => TypeElement("returnValue", type))),
        new XElement(_maml + "alertSet", new XElement(_maml + "alert", Paragraphs(page.Notes))),
        new XElement(_command + "examples", page.Examples.Select(Example)),
        new XElement(
            _command + "relatedLinks",
            page.Links.Select(link => new XElement(
                _maml + "navigationLink",
                new XElement(_maml + "linkText", link.Text),
                new XElement(_maml + "uri", link.Uri)))));

    private static XElement SyntaxItem(CmdletDefinition cmdlet, string set)
    {
        // As PowerShell prints syntax: by position, then what must be given, then in the order of declaration.
        var parameters = cmdlet.Parameters
            .Select(parameter => (Parameter: parameter, Use: parameter.In(set)))
            .Where(each => each.Use is not null)
            .OrderBy(each => each.Use!.Position ?? int.MaxValue)
            .ThenByDescending(each => each.Use!.IsMandatory);
        return new XElement(
            _command + "syntaxItem",
            new XElement(_maml + "name", cmdlet.Name),
            parameters.Select(each => new XElement(_command + "parameter", Attributes(each.Parameter, each.Use!), Value(each.Parameter))));
    }

    private static XElement Parameter(CmdletParameter parameter, CmdletParameterUse use, ParameterText text)
    {
        IReadOnlyList<string> paragraphs = parameter.Values.Count == 0
            ? text.Paragraphs
            : [.. text.Paragraphs, $"Accepted values: {string.Join(", ", parameter.Values)}."];
        return new XElement(
            _command + "parameter",
            Attributes(parameter, use),
            new XElement(_maml + "name", parameter.Name),
            Description(paragraphs),
            Value(parameter).Skip(1),
            new XElement(_dev + "type", new XElement(_maml + "name", parameter.TypeName), new XElement(_maml + "uri")),
            new XElement(_dev + "defaultValue", text.Default));
    }

    private static XAttribute[] Attributes(CmdletParameter parameter, CmdletParameterUse use) =>
    [
        new("required", use.IsMandatory),
        new("variableLength", parameter.IsArray),
        new("globbing", parameter.SupportsWildcards),
        new("pipelineInput", use.PipelineInput),
        new("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
    ];

    /// <summary>Name and value; a switch has no value.</summary>
    private static IEnumerable<XElement> Value(CmdletParameter parameter)
    {
        yield return new XElement(_maml + "name", parameter.Name);
        if (!parameter.IsSwitch)
        {
            yield return new XElement(
                _command + "parameterValue",
                new XAttribute("required", true),
                new XAttribute("variableLength", parameter.IsArray),
                parameter.TypeName);
        }
    }

    private static XElement Example(HelpExample example, int index) => new(
        _command + "example",
        new XElement(_maml + "title", string.Create(CultureInfo.InvariantCulture, $"Example {index + 1}: {example.Title}")),
        new XElement(_dev + "code", example.Code),
        new XElement(_dev + "remarks", Paragraphs(example.Remarks)));

    private static XElement TypeElement(string element, HelpType type) => new(
        _command + element,
        new XElement(_dev + "type", new XElement(_maml + "name", type.Name)),
        Description(type.Paragraphs));

    private static XElement Description(IEnumerable<string> paragraphs) => new(_maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(paragraph => new XElement(_maml + "para", paragraph));
}
