using System.Text.Json;
using ActivityCore.Definitions.Yaml;

namespace ActivityCore.Context.Inventory;

/// <summary>
/// <c>ops-inventory</c>: the inventory file compared with what is there. The file is read at every probe. What cannot be reached is a value in the answer;
/// only an inventory that cannot be read or understood is none.
/// </summary>
internal sealed class OpsInventorySource(InventoryProbe probe, string? file) : IContextSource
{
    public const string SourceName = "ops-inventory";

    public string Name => SourceName;

    public async Task<ContextAnswer> ReadAsync(JsonElement parameters, CancellationToken cancellationToken = default)
    {
        if (Parameters.Refuse(SourceName, parameters) is { } refusal)
        {
            return refusal;
        }

        if (file is null)
        {
            return new ContextAnswer.Refused("OPS_INVENTORY_FILE is not set; set it to the inventory's path.");
        }

        byte[] bytes;
        try
        {
            bytes = await ReadAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ContextAnswer.Unavailable($"The inventory that OPS_INVENTORY_FILE names cannot be read ({e.GetType().Name}).");
        }

        var (inventory, problems) = InventoryLoader.Load(Path.GetFileName(file), bytes);
        return inventory is null
            ? new ContextAnswer.Refused(string.Join(" ", problems.Take(5)))
            : new ContextAnswer.Found(JsonSerializer.SerializeToElement(await probe.LookAsync(inventory, cancellationToken)));
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[YamlLimits.MaxBytes + 1];
        return buffer[..await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)];
    }
}
