using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Wire;
using ActorJobs.Settings;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using Akka.Serialization;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Client.Cluster;

/// <summary>Makes the actor system that a client owns, and what in it keeps contact with the cluster.</summary>
internal static class ClientSystem
{
    private const string Name = "actorjobs-client";
    private const string Serializer = "actorjobs-wire";
    private const string Receptionist = "/system/receptionist";

    /// <summary>Starts it; no node is asked yet.</summary>
    /// <param name="options">As checked.</param>
    /// <param name="contacts">Where the cluster may be.</param>
    /// <param name="certificates">Set: TLS.</param>
    /// <param name="refused">Gets why a node's certificate was refused.</param>
    public static ActorSystem Start(
        ClusterClientOptions options, ImmutableArray<HostAndPort> contacts, ClusterCertificates? certificates,
        Action<string> refused)
    {
        var host = options.Host ?? OwnAddress(contacts[0]);
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(Hocon(host, certificates is not null)),
            SerializationSetup.Create(system =>
                [SerializerDetails.Create(Serializer, new WireSerializer(system), [.. WireSerializer.Types])]));
        if (certificates is not null)
        {
            var time = TimeProvider.System;
            var tls = new ClusterTls(
                peer =>
                {
                    var reason = certificates.Trust.WhyRefused(peer, time.GetUtcNow());
                    if (reason is not null)
                    {
                        refused(reason);
                    }
                    return reason;
                },
                time, options.LoggerFactory.CreateLogger<ClusterTls>());
            setup = setup.And(tls.CreateSetup(certificates.Own));
        }
        return ActorSystem.Create(Name, setup);
    }

    /// <summary>Starts what finds a node, holds on to it, and finds another when it is gone.</summary>
    public static IActorRef StartContact(ActorSystem system, ImmutableArray<HostAndPort> contacts)
    {
        var protocol = ((ExtendedActorSystem)system).Provider.DefaultAddress.Protocol;
        var paths = contacts.Select(contact => (ActorPath)new RootActorPath(
            new Address(protocol, ClusterNames.System, contact.Host, contact.Port)) / Receptionist.Split('/')[1..]);
        return system.ActorOf(ClusterClient.Props(
            ClusterClientSettings.Create(system).WithInitialContacts([.. paths])));
    }

    private static Config Hocon(string host, bool hasTls)
    {
        using var stream = typeof(ClientSystem).Assembly.GetManifestResourceStream("client.conf")
            ?? throw new InvalidOperationException("client.conf is not embedded.");
        using var reader = new StreamReader(stream);
        var own = string.Create(CultureInfo.InvariantCulture, $$"""
            akka.remote.dot-netty.tcp { hostname = "{{host}}", port = 0 }
            {{(hasTls ? ClusterTls.Hocon : "")}}
            """);
        return ConfigurationFactory.ParseString(own).WithFallback(ConfigurationFactory.ParseString(reader.ReadToEnd()))
            .WithFallback(ClusterClientReceptionist.DefaultConfig()).WithFallback(DistributedPubSub.DefaultConfig());
    }

    /// <summary>Asks the routing table; a datagram socket that is connected sends nothing.</summary>
    private static string OwnAddress(HostAndPort contact)
    {
        try
        {
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(contact.Host, contact.Port);
            var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
        catch (SocketException)
        {
            return ClusterSettings.DefaultHost; // nothing will be reached, and the first call says so
        }
    }
}
