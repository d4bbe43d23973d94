namespace ActivityCore.Definitions.Fields;

/// <summary>
/// What a value of a file may look like. The same tables of shapes drive the loader's check and the published JSON Schemas,
/// so that an editor and the loader cannot disagree.
/// </summary>
/// <param name="Description">One sentence for the author; shown by editors and in messages.</param>
internal abstract record Shape(string Description);

/// <summary>Text, written plainly or in quotes.</summary>
internal sealed record TextShape(string Description) : Shape(Description)
{
    /// <summary>Regular expression for editors; the loader's <see cref="Check"/> says the same with better words.</summary>
    public string? Pattern { get; init; }

    public string? Format { get; init; }

    public IReadOnlyList<string> Examples { get; init; } = [];

    public int MaxLength { get; init; } = 1_000;

    public bool MayBeEmpty { get; init; }

    /// <summary>What is wrong with a value and the cure, to continue "`key` ", or null.</summary>
    public Func<string, string?>? Check { get; init; }
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceShape(string Description, IReadOnlyList<string> Choices) : Shape(Description);

internal sealed record BooleanShape(string Description) : Shape(Description)
{
    /// <summary>The only value that makes sense, where there is one.</summary>
    public bool? Only { get; init; }
}

internal sealed record IntegerShape(string Description, int Min, int Max) : Shape(Description);

internal sealed record ListShape(string Description, Shape Item) : Shape(Description)
{
    public int MinItems { get; init; }
}

/// <summary>A mapping whose keys the author chooses.</summary>
internal sealed record MapShape(string Description, Shape Value) : Shape(Description)
{
    public required string KeyPattern { get; init; }

    /// <summary>What is wrong with a key and the cure, to continue "`key` ", or null.</summary>
    public required Func<string, string?> CheckKey { get; init; }
}

/// <summary>A mapping with known keys; Thing says what it is, with its article: "a rule".</summary>
internal sealed record ObjectShape(string Thing, string Description, IReadOnlyList<Field> Fields) : Shape(Description);

/// <summary>One of several mappings; the first field of each tells which.</summary>
internal sealed record VariantShape(string Thing, string Description, IReadOnlyList<ObjectShape> Variants) : Shape(Description);

/// <summary>Any JSON object.</summary>
internal sealed record JsonObjectShape(string Description) : Shape(Description);

/// <summary>Any JSON value.</summary>
internal sealed record JsonShape(string Description) : Shape(Description);

/// <summary>Part of the language, but not of this build.</summary>
internal sealed record RefusedShape(string Description, string Cure) : Shape(Description);
