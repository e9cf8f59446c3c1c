"""What both services share: the tenant query on a few connections, and answers over HTTP."""

import json
import os
import queue
import signal
import threading
from concurrent.futures import TimeoutError as TooLate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

# Everybody is answered in time, the slowest caller too.
DEADLINE_SECONDS = 12
CONNECTIONS = 5

# None stands for a connection that is yet to be opened.
idle = queue.LifoQueue()
for _ in range(CONNECTIONS):
    idle.put(None)


def connect():
    timeout = f"-c statement_timeout={DEADLINE_SECONDS * 1000}"
    connection = psycopg2.connect(os.environ["DATABASE_URL"], options=timeout)
    connection.autocommit = True
    return connection


def load_tenant(slug):
    """(name, is_active), or None when there is no such tenant."""
    connection = idle.get()
    try:
        connection = connection or connect()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, is_active FROM tenants WHERE slug = %s", (slug,))
            return cursor.fetchone()
    finally:
        idle.put(None if connection is None or connection.closed else connection)


def serve(find, forget):
    """Serves GET /tenant and DELETE /tenant (what is known of it), both with X-Tenant, and GET /health until SIGTERM."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/health":
                self.answer(200, {"status": "up"})
            elif self.path == "/tenant":
                self.answer(*self.ask(self.headers["X-Tenant"]))
            else:
                self.answer(404, {"error": "not found"})

        def do_DELETE(self):
            forget(self.headers["X-Tenant"])
            self.answer(200, {"forgotten": True})

        def ask(self, slug):
            try:
                tenant = find(slug)
            except psycopg2.Error as error:
                return 503, {"error": str(error).strip()}
            except TooLate:
                return 504, {"error": "the database has not answered in time"}
            if tenant is None:
                return 404, {"error": "no such tenant"}
            name, is_active = tenant
            return (200, {"name": name}) if is_active else (403, {"error": "the tenant is inactive"})

        def answer(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        # A thousand callers may come at once.
        request_queue_size = 4096
        daemon_threads = True

    server = Server(("127.0.0.1", int(os.environ["PORT"])), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.02)
    server.server_close()
