namespace Temporalio.Client.Interceptors;

/// <summary>Stands between a client and the service.</summary>
public interface IClientInterceptor
{
    /// <summary>Wraps the next interceptor; by default it is used as it is.</summary>
    ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => nextInterceptor;
}
