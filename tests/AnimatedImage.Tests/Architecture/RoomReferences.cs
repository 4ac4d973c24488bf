using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace AnimatedImage.Tests.Architecture;

/// <summary>Walks the compiled types of an assembly and reports which room uses which: signatures, fields, attributes and every instruction.</summary>
internal static class RoomReferences
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    /// <summary>Each use of a type of one room by a type of another, as (from, to, the type that uses, the type used).</summary>
    public static IEnumerable<(string From, string To, Type User, Type Used)> Walk(Assembly assembly) =>
        from user in assembly.GetTypes()
        let @from = RoomOf(user)
        where @from is not null
        from used in TypesUsedBy(user).SelectMany(Unwrap).Distinct()
        where used.Assembly == assembly
        let to = RoomOf(used)
        where to is not null && to != @from
        select (@from, to, user, used);

    /// <summary>The room a type lives in: the segment after the assembly's root namespace; null outside of any.</summary>
    public static string? RoomOf(Type type)
    {
        string[] segments = type.Namespace?.Split('.') ?? [];
        return segments.Length >= 2 && segments[0] == "AnimatedImage" ? segments[1] : null;
    }

    /// <summary>Every type that a type names anywhere, of any assembly.</summary>
    public static IEnumerable<Type> TypesUsedBy(Type type)
    {
        IEnumerable<Type?> used = [type.BaseType, .. type.GetInterfaces()];
        used = used.Concat(type.GetFields(Everything).Select(field => field.FieldType));
        used = used.Concat(type.CustomAttributes.Select(attribute => attribute.AttributeType));
        foreach (MethodBase method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            used = used.Concat(method.GetParameters().Select(parameter => parameter.ParameterType));
            used = used.Append((method as MethodInfo)?.ReturnType);
            used = used.Concat(TypesInBody(method));
        }

        return used.OfType<Type>();
    }

    private static IEnumerable<Type> TypesInBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
        {
            return [];
        }

        List<Type> types = [.. body.LocalVariables.Select(local => local.LocalType)];
        Type[]? typeArguments = method.DeclaringType?.GetGenericArguments();
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int offset = 0; offset < code.Length;)
        {
            short value = code[offset] == 0xFE ? (short)(0xFE00 | code[offset + 1]) : code[offset];
            OpCode opCode = OpCodesByValue[value];
            offset += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                int token = BitConverter.ToInt32(code, offset);
                types.AddRange(TypesOf(method.Module.ResolveMember(token, typeArguments, methodArguments)));
            }

            offset += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, offset)),
                _ => 4,
            };
        }

        return types;
    }

    private static IEnumerable<Type> TypesOf(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodInfo method =>
            [method.DeclaringType!, method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType), .. method.GetGenericArguments()],
        MethodBase constructor => [constructor.DeclaringType!, .. constructor.GetParameters().Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<Type> Unwrap(Type type)
    {
        if (type.HasElementType)
        {
            return Unwrap(type.GetElementType()!);
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrap).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
