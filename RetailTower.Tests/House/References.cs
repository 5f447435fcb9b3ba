using Mono.Cecil;
using Mono.Cecil.Cil;

namespace RetailTower.Tests.House;

/// <summary>What the compiled code of an assembly really refers to, type by type.</summary>
internal static class References
{
    /// <summary>Full names of the types that each type of the assembly refers to; nested types and state machines count for the type around them.</summary>
    public static ILookup<string, string> Of(System.Reflection.Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return module.GetTypes().SelectMany(type => Named(type).Select(to => (From: Outermost(type).FullName, To: to))).Distinct().ToLookup(it => it.From, it => it.To);
    }

    public static IReadOnlyList<string> AssembliesOf(System.Reflection.Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return [.. module.AssemblyReferences.Select(reference => reference.Name)];
    }

    private static IEnumerable<string> Named(TypeDefinition type)
    {
        var references = new List<TypeReference?> { type.BaseType };
        references.AddRange(type.Interfaces.Select(it => it.InterfaceType));
        references.AddRange(type.CustomAttributes.Select(it => it.AttributeType));
        references.AddRange(type.Fields.Select(it => it.FieldType));
        foreach (var method in type.Methods)
        {
            references.Add(method.ReturnType);
            references.AddRange(method.Parameters.Select(it => it.ParameterType));
            references.AddRange(method.CustomAttributes.Select(it => it.AttributeType));
            if (!method.HasBody) continue;
            references.AddRange(method.Body.Variables.Select(it => it.VariableType));
            references.AddRange(method.Body.Instructions.SelectMany(Named));
        }

        return references.SelectMany(Flat);
    }

    private static IEnumerable<TypeReference?> Named(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<string> Flat(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return [];
            case GenericInstanceType generic:
                return [Outermost(generic.ElementType).FullName, .. generic.GenericArguments.SelectMany(Flat)];
            case TypeSpecification part:
                return Flat(part.ElementType);
            default:
                return [Outermost(type).FullName];
        }
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type;
    }
}
