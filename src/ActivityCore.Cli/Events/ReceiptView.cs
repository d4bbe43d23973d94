namespace ActivityCore.Cli.Events;

/// <summary>What <c>POST /events</c> answers.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Publisher">The event's publisher, the default one where the envelope names none.</param>
/// <param name="Duplicate">The event was known; the first stands and nothing happens twice.</param>
/// <param name="Conflict">It was known with other content.</param>
internal sealed record ReceiptView(Guid Id, string Publisher, bool Duplicate, bool Conflict);
