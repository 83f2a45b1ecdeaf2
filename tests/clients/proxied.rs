//! A web application behind the real `jupyter-server-proxy`, in a real single-user server, behind the hub's proxy; and the activity that
//! such a server reports, in the database.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::hub::Hub;
use crate::served::{Served, answer};
use crate::singleuser::{serve, started};
use crate::venv;

const PACKAGES: [&str; 3] = [
    "jupyterhub==6.1.1",
    "jupyter_server==2.21.1",
    "jupyter-server-proxy==4.6.0",
];

/// Says which path it is asked for, and says back what it hears once it speaks WebSocket.
const APPLICATION: &str = r#"
import base64, hashlib, socketserver
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        asked, headers = self.rfile.readline().split(b" ")[1], {}
        while (line := self.rfile.readline().strip()):
            name, _, value = line.partition(b": ")
            headers[name.lower()] = value
        if b"sec-websocket-key" not in headers:
            body = b"page " + asked
            self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        accept = base64.b64encode(hashlib.sha1(headers[b"sec-websocket-key"] + GUID).digest())
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        while len(head := self.rfile.read(2)) == 2 and head[0] == 0x81:
            mask, said = self.rfile.read(4), self.rfile.read(head[1] & 127)
            said = bytes(byte ^ mask[at % 4] for at, byte in enumerate(said))
            self.wfile.write(bytes([0x81, len(said)]) + said)
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
server = Server(("127.0.0.1", 0), Talk)
print(server.server_address[1], flush=True)
server.serve_forever()
"#;

/// The application, which ends with the test, and its port.
struct Application(Child, u16);

impl Application {
    fn start(python: &Path) -> Self {
        let mut command = Command::new(python);
        command.args(["-c", APPLICATION]).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        Self(child, port.trim().parse().unwrap())
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_application_behind_a_server_is_reached_and_spoken_with() {
    let Some(python) = venv::python("server-proxy", &PACKAGES) else {
        return;
    };
    let database = Hub::fresh();
    database.succeed("users add lmata --admin");
    let (token, _) = database.succeed("token new lmata --inherit");
    let mut hub = serve(&database, &python.with_file_name("jupyterhub-singleuser"));
    started(&hub, token.trim());
    let application = Application::start(&python);
    let path = format!("/user/lmata/waiide/proxy/{}", application.1);
    let authorization = format!("authorization: token {}", token.trim());
    let page = hub.ask(&format!("GET {path}/a%20b?c=d HTTP/1.1\n{authorization}"));
    assert_eq!(
        (page.status, page.body.as_str()),
        (200, "page /a%20b?c=d"),
        "{page:?}"
    );
    speaks(&hub, &path, &authorization);
    reports(&mut hub, &database, &authorization);
    let stop = format!("DELETE /hub/api/users/lmata/servers/waiide HTTP/1.1\n{authorization}");
    assert!([202, 204].contains(&hub.ask(&stop).status));
    hub.stop();
}

/// A WebSocket goes all the way.
fn speaks(hub: &Served, path: &str, authorization: &str) {
    let mut stream = hub.connect();
    let head = format!(
        "GET {path}/ws HTTP/1.1\r\nhost: hub\r\n{authorization}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        let read = stream.read(&mut byte).unwrap();
        assert_eq!(read, 1, "{}", String::from_utf8_lossy(&said));
        said.push(byte[0]);
    }
    let head = answer(&said[..]);
    assert_eq!(head.status, 101, "{head:?}");
    // A text of two letters, masked with nothing.
    stream.write_all(b"\x81\x82\0\0\0\0hi").unwrap();
    let mut back = [0; 4];
    stream.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"\x81\x02hi");
}

/// What the server tells of its use is written down.
fn reports(hub: &mut Served, database: &Hub, authorization: &str) {
    database.write("UPDATE spawners SET last_activity = '2020-01-01 00:00:00.000000'");
    let asked = hub.ask(&format!(
        "GET /user/lmata/waiide/api/contents HTTP/1.1\n{authorization}"
    ));
    assert_eq!(asked.status, 200, "{asked:?}");
    for _ in 0..5 {
        hub.wait_until(|line| line["path"] == "/hub/api/users/lmata/activity");
        if database.stored("SELECT last_activity > '2026' FROM spawners") == "1" {
            return;
        }
    }
    panic!("its activity is not written down");
}
