using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ActorJobs.Settings.Reading;

/// <summary>The address of this machine or container, as others of its network know it.</summary>
internal static class OwnAddress
{
    /// <summary>The first IPv4 address of an interface that is up and leads on, else of any but loopback; null for none.</summary>
    public static string? Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(link => link.OperationalStatus == OperationalStatus.Up && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(link => link.GetIPProperties())
        .OrderByDescending(link => link.GatewayAddresses.Count > 0)
        .SelectMany(link => link.UnicastAddresses)
        .Select(entry => entry.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString();
}
