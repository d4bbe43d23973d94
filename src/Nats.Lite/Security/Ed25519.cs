using System.Runtime.InteropServices;

namespace Nats.Lite.Security;

/// <summary>Ed25519 through the OpenSSL that .NET itself uses on Linux: the framework offers none, and no package that does restores.</summary>
internal static partial class Ed25519
{
    private const int KeyType = 1087; // NID_ED25519
    private const string Library = "libcrypto.so.3";

    /// <summary>The 64-byte signature of a message.</summary>
    /// <exception cref="NatsException">OpenSSL 3 is not installed, or it refused.</exception>
    public static byte[] Sign(byte[] seed, byte[] message)
    {
        using var key = Open(seed);
        var signature = new byte[64];
        nuint length = 64;
        var context = EVP_MD_CTX_new();
        try
        {
            Check(EVP_DigestSignInit(context, 0, 0, 0, key.Handle));
            Check(EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));
            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
        }
    }

    /// <summary>The 32-byte public key.</summary>
    /// <exception cref="NatsException">OpenSSL 3 is not installed, or it refused.</exception>
    public static byte[] PublicKey(byte[] seed)
    {
        using var key = Open(seed);
        var publicKey = new byte[32];
        nuint length = 32;
        Check(EVP_PKEY_get_raw_public_key(key.Handle, publicKey, ref length));
        return publicKey;
    }

    private static Key Open(byte[] seed)
    {
        try
        {
            var handle = EVP_PKEY_new_raw_private_key(KeyType, 0, seed, (nuint)seed.Length);
            return handle != 0 ? new Key(handle) : throw new NatsException("OpenSSL refused the NKey seed");
        }
        catch (DllNotFoundException e)
        {
            throw new NatsException($"signing with an NKey needs OpenSSL 3 ({Library}): install Debian's package libssl3", e);
        }
    }

    private static void Check(int result)
    {
        if (result != 1)
        {
            throw new NatsException("OpenSSL could not sign with the NKey");
        }
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, byte[] publicKey, ref nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] message, nuint length);

    private sealed class Key(nint handle) : IDisposable
    {
        public nint Handle => handle;

        public void Dispose() => EVP_PKEY_free(handle);
    }
}
