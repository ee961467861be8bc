package dev.netrarium.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.world.World;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each story is told on the kernel's loopback and on two Netrarium hosts, in virtual and in real time, and must be the same story. */
@Timeout(60)
class JdkBehaviourTest {
    private interface Story {
        void tell(Ground ground, List<String> says) throws Exception;
    }

    /** The stories, by what they are about. */
    enum About {
        ECHO_AND_HALF_CLOSE((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            ground.start(() -> {
                Socket socket = listener.accept();
                socket.getInputStream().transferTo(socket.getOutputStream());
                socket.close();
                listener.close();
            });
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            OutputStream out = socket.getOutputStream();
            byte[] data = new byte[200_000];
            ground.start(() -> {
                out.write(data);
                socket.shutdownOutput();
            });
            says.add("echoed " + socket.getInputStream().readAllBytes().length);
            ground.join();
            says.add("writes " + failure(() -> out.write(1)));
            says.add("output " + failure(socket::getOutputStream) + " " + socket.isOutputShutdown());
            says.add("again " + failure(socket::shutdownOutput));
            socket.close();
        }),

        STATES((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket();
            says.add("unbound " + listener.isBound() + " " + listener.getLocalPort() + " " + listener.getInetAddress()
                    + " " + failure(listener::accept));
            listener.bind(new InetSocketAddress(ground.serverAddress(), 0));
            says.add("bound " + listener.isBound() + " " + (listener.getLocalPort() > 0) + " "
                    + listener.getInetAddress().equals(ground.serverAddress()) + " "
                    + failure(() -> listener.bind(null)));
            Socket socket = ground.clients().createSocket();
            says.add("fresh " + socket.isBound() + socket.isConnected() + socket.isClosed() + socket.getPort()
                    + socket.getLocalPort() + socket.getInetAddress()
                    + socket.getLocalAddress().isAnyLocalAddress()
                    + socket.getRemoteSocketAddress() + socket.getLocalSocketAddress());
            says.add("streams " + failure(socket::getInputStream) + failure(socket::getOutputStream)
                    + failure(socket::shutdownInput));
            socket.connect(listener.getLocalSocketAddress());
            Socket accepted = listener.accept();
            says.add("connected " + socket.isBound() + socket.isConnected() + socket.isClosed()
                    + (socket.getPort() == listener.getLocalPort())
                    + socket.getInetAddress().equals(ground.serverAddress())
                    + accepted.getRemoteSocketAddress().equals(socket.getLocalSocketAddress())
                    + accepted.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())
                    + (accepted.getLocalPort() == listener.getLocalPort()));
            says.add("twice " + failure(() -> socket.connect(listener.getLocalSocketAddress()))
                    + failure(() -> socket.bind(null)));
            socket.close();
            socket.close();
            says.add("closed " + socket.isBound() + socket.isConnected() + socket.isClosed()
                    + socket.getLocalAddress().isAnyLocalAddress() + socket.getChannel());
            says.add("use " + failure(socket::getInputStream) + failure(() -> socket.setSoTimeout(1))
                    + failure(() -> socket.connect(listener.getLocalSocketAddress()))
                    + failure(socket::getTcpNoDelay)
                    + failure(() -> socket.getOption(StandardSocketOptions.TCP_NODELAY)));
            listener.close();
            says.add("listener " + listener.isClosed() + failure(listener::accept) + failure(listener::getSoTimeout)
                    + failure(() -> listener.bind(null)));
        }),

        REFUSED((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            int port = listener.getLocalPort();
            listener.close();
            says.add(failure(() -> ground.clients().createSocket(ground.serverAddress(), port)));
            Socket socket = ground.clients().createSocket();
            says.add(failure(() -> socket.connect(new InetSocketAddress(ground.serverAddress(), port), 1000)));
            says.add("closed " + socket.isClosed() + socket.isConnected());
            says.add(failure(() -> socket.connect(null)) + failure(() -> socket.connect(new InetSocketAddress(1), -1)));
        }),

        ADDRESSES((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            says.add(failure(
                    () -> ground.servers().createServerSocket(listener.getLocalPort(), 5, ground.serverAddress())));
            says.add(failure(() -> ground.servers().createServerSocket(0, 5, ground.foreignAddress())));
            Socket socket = ground.clients().createSocket();
            says.add(failure(() -> socket.bind(new InetSocketAddress(ground.foreignAddress(), 0))));
            socket.bind(new InetSocketAddress(0));
            says.add("bound " + socket.isBound() + (socket.getLocalPort() > 0));
            int port = socket.getLocalPort();
            socket.connect(listener.getLocalSocketAddress());
            says.add("kept " + (socket.getLocalPort() == port));
            ServerSocket everywhere = ground.servers().createServerSocket(0);
            says.add("any " + everywhere.getInetAddress().isAnyLocalAddress());
            everywhere.close();
            socket.close();
            listener.close();
        }),

        TIME_OUTS((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            listener.setSoTimeout(30);
            says.add(listener.getSoTimeout() + failure(listener::accept));
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            Socket accepted = listener.accept();
            socket.setSoTimeout(30);
            InputStream in = socket.getInputStream();
            says.add(socket.getSoTimeout() + failure(in::read) + failure(() -> in.read(new byte[5])));
            accepted.getOutputStream().write(new byte[] {9, 8});
            says.add("still good " + in.read() + " " + in.available() + " " + in.read() + " " + in.read(new byte[0]));
            says.add(failure(() -> socket.setSoTimeout(-1)));
            accepted.close();
            says.add("end " + in.read() + " " + in.read(new byte[3]) + " " + in.available());
            socket.close();
            listener.close();
        }),

        CLOSED_BY_ANOTHER((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            Socket accepted = listener.accept();
            List<String> heard = Collections.synchronizedList(new ArrayList<>());
            ground.start(() -> heard.add("accept " + failure(listener::accept)));
            ground.start(() ->
                    heard.add("read " + failure(() -> accepted.getInputStream().read())));
            ground.start(() -> heard.add("write "
                    + failure(() -> {
                        while (true) {
                            accepted.getOutputStream().write(new byte[100_000]);
                        }
                    })));
            ground.sleep(Duration.ofMillis(300));
            accepted.close();
            listener.close();
            ground.join();
            Collections.sort(heard);
            says.addAll(heard);
            socket.close();
        }),

        RESET((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            Socket accepted = listener.accept();
            accepted.setSoLinger(true, 0);
            accepted.close();
            InputStream in = socket.getInputStream();
            says.add(failure(in::read) + failure(in::read) + failure(in::available));
            says.add("write " + failure(() -> socket.getOutputStream().write(1)));
            socket.close();

            Socket other = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            Socket peer = listener.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            ground.sleep(Duration.ofMillis(50));
            says.add("write first " + failure(() -> other.getOutputStream().write(1)));
            says.add("then " + failure(() -> other.getOutputStream().write(1)));
            says.add("read " + failure(() -> other.getInputStream().read()));
            other.close();
            listener.close();
        }),

        SHUT_INPUT((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            Socket accepted = listener.accept();
            accepted.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
            ground.sleep(Duration.ofMillis(50));
            InputStream in = socket.getInputStream();
            says.add("there " + in.available());
            socket.shutdownInput();
            says.add("shut " + socket.isInputShutdown() + in.available() + in.read() + in.read(new byte[2])
                    + failure(socket::getInputStream) + failure(socket::shutdownInput));
            socket.getOutputStream().write(5);
            says.add("out " + accepted.getInputStream().read());
            socket.close();
            listener.close();
        }),

        OPTIONS((ground, says) -> {
            ServerSocket listener = ground.servers().createServerSocket(0, 5, ground.serverAddress());
            says.add("listener " + listener.getReuseAddress() + listener.getSoTimeout());
            Socket socket = ground.clients().createSocket(ground.serverAddress(), listener.getLocalPort());
            says.add("defaults " + socket.getTcpNoDelay() + socket.getKeepAlive() + socket.getSoLinger()
                    + socket.getReuseAddress() + socket.getTrafficClass() + socket.getSoTimeout()
                    + socket.getOOBInline());
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoLinger(true, 7);
            socket.setReuseAddress(true);
            socket.setTrafficClass(0x10);
            socket.setSendBufferSize(20_000);
            socket.setReceiveBufferSize(30_000);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 77);
            says.add("set " + socket.getTcpNoDelay() + socket.getKeepAlive() + socket.getSoLinger()
                    + socket.getReuseAddress() + socket.getTrafficClass() + " " + socket.getSendBufferSize() + " "
                    + socket.getReceiveBufferSize() + " " + socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)
                    + socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)
                    + socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
            says.add("new " + socket.getOption(StandardSocketOptions.TCP_NODELAY)
                    + socket.getOption(StandardSocketOptions.SO_LINGER)
                    + socket.getOption(StandardSocketOptions.SO_SNDBUF)
                    + socket.getOption(StandardSocketOptions.IP_TOS)
                    + socket.setOption(StandardSocketOptions.SO_LINGER, -1).getSoLinger()
                    + failure(() -> socket.setOption(StandardSocketOptions.SO_BROADCAST, true))
                    + failure(() -> socket.setOption(StandardSocketOptions.TCP_NODELAY, null)));
            socket.setSoLinger(false, 0);
            says.add("wrong " + socket.getSoLinger() + failure(() -> socket.setSoLinger(true, -1))
                    + failure(() -> socket.setSendBufferSize(0)) + failure(() -> socket.setTrafficClass(256))
                    + failure(() -> listener.setReceiveBufferSize(-1)));
            says.add("supported " + socket.supportedOptions().containsAll(TcpOptions.FOR_CONNECTIONS)
                    + listener.supportedOptions().containsAll(TcpOptions.FOR_SERVERS)
                    + failure(() -> listener.getOption(StandardSocketOptions.TCP_NODELAY)));
            socket.close();
            listener.close();
        }),

        DATAGRAMS((ground, says) -> {
            DatagramSocket server = ground.datagrams(false);
            DatagramSocket client = ground.datagrams(true);
            says.add("states " + server.isBound() + server.isConnected()
                    + server.getLocalAddress().equals(ground.serverAddress())
                    + client.isBound() + client.getLocalAddress().isAnyLocalAddress() + client.getPort()
                    + client.getInetAddress() + client.getRemoteSocketAddress() + client.getChannel());
            byte[] data = "question".getBytes(StandardCharsets.US_ASCII);
            client.send(new DatagramPacket(data, data.length, server.getLocalSocketAddress()));
            DatagramPacket into = new DatagramPacket(new byte[100], 10, 50);
            server.receive(into);
            says.add(into.getOffset() + " " + into.getLength() + " " + (into.getPort() == client.getLocalPort())
                    + new String(into.getData(), 10, into.getLength(), StandardCharsets.US_ASCII));
            client.send(new DatagramPacket(new byte[60], 60, server.getLocalSocketAddress()));
            server.receive(into);
            says.add("again " + into.getLength());
            says.add("too long "
                    + failure(() ->
                            client.send(new DatagramPacket(new byte[65_508], 65_508, server.getLocalSocketAddress()))));
            client.setSoTimeout(30);
            says.add(client.getSoTimeout() + failure(() -> client.receive(new DatagramPacket(new byte[5], 5))));
            client.connect(server.getLocalSocketAddress());
            says.add("connected " + client.isConnected() + (client.getPort() == server.getLocalPort())
                    + client.getLocalAddress().isAnyLocalAddress()
                    + failure(() ->
                            client.send(new DatagramPacket(data, data.length, InetAddress.getByName("127.0.0.9"), 1))));
            client.send(new DatagramPacket(data, data.length));
            server.receive(into);
            into.setData("answer".getBytes(StandardCharsets.US_ASCII));
            server.send(into);
            client.receive(into);
            says.add("answered " + into.getLength());
            says.add("too long " + failure(() -> client.send(new DatagramPacket(new byte[65_508], 65_508))));
            server.close();
            client.send(new DatagramPacket(data, data.length));
            client.setSoTimeout(2000);
            says.add("nobody " + failure(() -> client.receive(into)));
            client.disconnect();
            says.add("options " + client.getReuseAddress() + client.getBroadcast() + client.getTrafficClass()
                    + failure(() -> client.setSendBufferSize(0)) + failure(() -> client.setSoTimeout(-1)));
            client.setReceiveBufferSize(40_000);
            client.setTrafficClass(8);
            client.setBroadcast(false);
            says.add("set " + client.getReceiveBufferSize() + client.getTrafficClass() + client.getBroadcast()
                    + client.getOption(StandardSocketOptions.SO_RCVBUF)
                    + client.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            ground.start(() -> {
                String heard = failure(() -> client.receive(new DatagramPacket(new byte[5], 5)));
                says.add("closed " + heard);
            });
            ground.sleep(Duration.ofMillis(200));
            client.close();
            ground.join();
            says.add("use " + client.isClosed() + failure(() -> client.receive(into)) + failure(client::getSoTimeout)
                    + failure(() -> client.send(into)) + client.getLocalPort() + client.getLocalAddress());
        });

        private final Story story;

        About(Story story) {
            this.story = story;
        }
    }

    @ParameterizedTest
    @EnumSource(About.class)
    void theStoryIsTheSameOnTheKernelAndHere(About about) throws Exception {
        List<String> kernels = told(about, new Ground.Kernel());
        assertThat(kernels).isNotEmpty();
        assertThat(told(about, new Ground.Netrarium(World.seeded(7))))
                .as("in virtual time")
                .isEqualTo(kernels);
        assertThat(told(about, new Ground.Netrarium(World.live())))
                .as("in real time")
                .isEqualTo(kernels);
    }

    private static List<String> told(About about, Ground ground) throws Exception {
        List<String> says = new ArrayList<>();
        try (ground) {
            about.story.tell(ground, says);
            ground.join();
        }
        return says;
    }

    private interface Act {
        void make() throws Exception;
    }

    private static String failure(Act act) {
        try {
            act.make();
            return "[fine]";
        } catch (Exception e) {
            return "[" + e.getClass().getSimpleName() + ": " + e.getMessage() + "]";
        }
    }
}
