using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ActivityCore.Storage;

/// <summary>
/// How a connection waits for the lock of another. The timeout that SQLite offers is of no use here: the library of our bundle is built without usleep, so
/// every wait takes a whole second, however soon the lock is free.
/// </summary>
internal static unsafe partial class SqliteLockWait
{
    /// <summary>Looks after which the wait ends and the statement fails: some 30 s.</summary>
    public const int MaxLooks = 3_000;

    /// <summary>Makes every statement of an open connection wait in this way.</summary>
    public static void Apply(SqliteConnection connection) => _ = sqlite3_busy_handler(connection.Handle!.DangerousGetHandle(), &OnBusy, 0);

    /// <summary>Milliseconds until the next look. Short for ever: the lock goes to whoever looks first, and a patient one would starve beside a busy one.</summary>
    public static int PauseBefore(int look) => Math.Clamp(look, 1, 10);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBusy(nint state, int looks)
    {
        if (looks >= MaxLooks)
        {
            return 0;
        }

        Thread.Sleep(PauseBefore(looks));
        return 1;
    }

    [LibraryImport("e_sqlite3")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int sqlite3_busy_handler(nint connection, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint state);
}
