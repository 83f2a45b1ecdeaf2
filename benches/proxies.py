"""What `proxy.py` and `soak.py` have in common: proxies that run, their routes, and WebSockets by hand."""

import asyncio
import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

TOKEN = "a-token-for-the-routes-api"
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
).format
SWITCHED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n"
)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Proxy:
    """A proxy in a folder of its own; without an API for routes all requests go to one place."""

    def __init__(self, command, port, api=None, environment=None, folder=None):
        self.port, self.api = port, api
        self.folder = folder or tempfile.TemporaryDirectory()
        self.log = open(Path(self.folder.name) / "log", "wb")
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder.name, **(environment or {})}
        self.process = subprocess.Popen(
            command, cwd=self.folder.name, env=environment, stdout=self.log, stderr=self.log
        )
        for place in filter(None, [port, api]):
            self._wait(place)

    def _wait(self, port):
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit((Path(self.folder.name) / "log").read_text(errors="replace"))

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def lead(self, first, last, target):
        """Lead `/user/userNNNNN/` to `target`, for each number."""
        connection = http.client.HTTPConnection("127.0.0.1", self.api)
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        for number in range(first, last):
            body = json.dumps({"target": target, "user": f"user{number:05d}"})
            connection.request("POST", f"/api/routes/user/user{number:05d}", body, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 201, answer.status
        connection.close()

    def _processes(self):
        """The process and all below it."""
        below = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                below.setdefault(parent, []).append(int(entry.name))
        found = [self.process.pid]
        for pid in found:
            found += below.get(pid, [])
        return found

    def memory_mb(self):
        total = 0
        for pid in self._processes():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
        return total / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def processor_s(self):
        total = 0
        for pid in self._processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")


def hubctl(binary):
    port, api = free_port(), free_port()
    command = [
        str(Path(binary).resolve()), "serve", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        "--set", f"proxy.api_url=http://127.0.0.1:{api}", "--set", f"hub.hub_port={free_port()}",
    ]
    return Proxy(command, port, api, {"CONFIGPROXY_AUTH_TOKEN": TOKEN})


def configurable_http_proxy():
    if not shutil.which("configurable-http-proxy"):
        return None
    port, api = free_port(), free_port()
    command = [
        "configurable-http-proxy", "--ip", "127.0.0.1", "--port", str(port),
        "--api-ip", "127.0.0.1", "--api-port", str(api), "--log-level", "error",
    ]
    return Proxy(command, port, api, {"CONFIGPROXY_AUTH_TOKEN": TOKEN})


NGINX = """
daemon off; worker_processes 1; user root;
pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
    access_log off; keepalive_requests 1000000000;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    {http}
    server {{ listen 127.0.0.1:{port}; location / {{ {location} }} }}
}}
"""


def nginx(http="", location=""):
    if not shutil.which("nginx"):
        return None
    port, folder = free_port(), tempfile.TemporaryDirectory()
    file = Path(folder.name) / "nginx.conf"
    file.write_text(NGINX.format(folder=folder.name, port=port, http=http, location=location))
    return Proxy(["nginx", "-c", str(file), "-p", folder.name], port, folder=folder)


def nginx_before(port):
    return nginx(
        "map $http_upgrade $also { default upgrade; '' ''; }"
        f"upstream there {{ server 127.0.0.1:{port}; keepalive 256; keepalive_requests 1000000000; }}",
        "proxy_pass http://there; proxy_http_version 1.1; proxy_read_timeout 1h;"
        "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $also;",
    )


async def echo_server():
    """Says back whatever it hears once it has left HTTP; the port it listens on."""

    async def talk(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(SWITCHED)
            while said := await reader.read(65536):
                writer.write(said)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=4096)
    return server, server.sockets[0].getsockname()[1]


async def websocket(port, path="/user/user00000/ws"):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(UPGRADE(path=path).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 "), head
    return reader, writer
