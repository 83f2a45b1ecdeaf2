"""One request on one connection, byte for byte as asked for, and what comes back.

A client library would mend what a hostile request is made of: bad paths, repeated headers, bodies
that are shorter than they say. So the request is written here; only the answer is parsed by `http.client`.
"""

import http.client
import socket

LIMIT_SECONDS = 30


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


def exchange(address, method, path, headers, body):
    """Send one request; `None` for the status where the hub hangs up, or is silent for too long."""
    head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    with socket.create_connection(address, timeout=LIMIT_SECONDS) as connection:
        try:
            connection.sendall("\r\n".join(head).encode() + body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # a hub may answer, and hang up, before it has read everything
        try:
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return Answer(answer.status, answer.getheaders(), answer.read())
        except (http.client.HTTPException, ConnectionError, TimeoutError):
            return Answer(None, [], b"")
