using System.Reflection;
using System.Runtime.InteropServices;

namespace AnimatedImage.Build.Help;

/// <summary>Reads the cmdlets of an assembly from its metadata; no code of it runs.</summary>
internal static class CmdletReader
{
    private const string Namespace = "System.Management.Automation.";

    /// <param name="assemblyPath">The cmdlets' assembly, with everything it references beside it.</param>
    public static IReadOnlyList<CmdletDefinition> Read(string assemblyPath)
    {
        IEnumerable<string> known = new[] { Path.GetDirectoryName(assemblyPath)!, RuntimeEnvironment.GetRuntimeDirectory(), AppContext.BaseDirectory }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
            .DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(known), "System.Private.CoreLib");
        return [.. context.LoadFromAssemblyPath(assemblyPath).GetExportedTypes()
            .Where(type => !type.IsAbstract && Attribute(type, "CmdletAttribute") is not null)
            .Select(ReadCmdlet)
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static CmdletDefinition ReadCmdlet(Type type)
    {
        CustomAttributeData cmdlet = Attribute(type, "CmdletAttribute")!;
        var parameters = Properties(type).Where(property => Attribute(property, "ParameterAttribute") is not null).Select(ReadParameter).ToList();
        if (Named<bool>(cmdlet, "SupportsShouldProcess"))
        {
            parameters.Add(CommonSwitch("WhatIf", "wi"));
            parameters.Add(CommonSwitch("Confirm", "cf"));
        }

        string? first = Named<string>(cmdlet, "DefaultParameterSetName");
        string[] sets = [.. parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set).Where(set => set != CmdletParameter.AllSets).Distinct()];
        return new CmdletDefinition
        {
            Verb = (string)cmdlet.ConstructorArguments[0].Value!,
            Noun = (string)cmdlet.ConstructorArguments[1].Value!,
            Parameters = parameters,
            ParameterSets = sets.Length == 0 ? [CmdletParameter.AllSets] : [.. sets.OrderByDescending(set => set == first)],
        };
    }

    /// <summary>Public properties, the most derived class first, each class in the order of declaration.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (Type? each = type; each is not null && !each.FullName!.StartsWith(Namespace, StringComparison.Ordinal); each = each.BaseType)
        {
            foreach (PropertyInfo property in each.GetProperties(declared).OrderBy(property => property.MetadataToken).Where(property => seen.Add(property.Name)))
            {
                yield return property;
            }
        }
    }

    private static CmdletParameter ReadParameter(PropertyInfo property)
    {
        Type type = Nullable(property.PropertyType);
        Type element = Nullable(type.IsArray ? type.GetElementType()! : type);
        CustomAttributeData? set = Attribute(property, "ValidateSetAttribute");
        return new CmdletParameter
        {
            Name = property.Name,
            TypeName = element.Name + (type.IsArray ? "[]" : string.Empty),
            IsSwitch = element.FullName == Namespace + "SwitchParameter",
            IsArray = type.IsArray,
            SupportsWildcards = Attribute(property, "SupportsWildcardsAttribute") is not null,
            Aliases = Attribute(property, "AliasAttribute") is { } alias ? Strings(alias) : [],
            Values = set is not null ? Strings(set) : element.IsEnum ? element.GetEnumNames() : [],
            Uses = [.. property.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == Namespace + "ParameterAttribute").Select(ReadUse)],
        };
    }

    private static CmdletParameterUse ReadUse(CustomAttributeData parameter) => new(
        Named<string>(parameter, "ParameterSetName") ?? CmdletParameter.AllSets,
        Named<bool>(parameter, "Mandatory"),
        Named<int?>(parameter, "Position"),
        Named<bool>(parameter, "ValueFromPipeline"),
        Named<bool>(parameter, "ValueFromPipelineByPropertyName"));

    private static CmdletParameter CommonSwitch(string name, string alias) => new()
    {
        Name = name,
        TypeName = "SwitchParameter",
        IsSwitch = true,
        IsArray = false,
        SupportsWildcards = false,
        Aliases = [alias],
        Values = [],
        Uses = [new CmdletParameterUse(CmdletParameter.AllSets, IsMandatory: false, Position: null, ByValue: false, ByPropertyName: false)],
    };

    private static CustomAttributeData? Attribute(MemberInfo member, string name) =>
        member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == Namespace + name);

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    private static string[] Strings(CustomAttributeData attribute) =>
        [.. ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(argument => (string)argument.Value!)];

    private static Type Nullable(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;
}
