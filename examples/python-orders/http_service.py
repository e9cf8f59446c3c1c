"""What both services share: requests in, answers out, one transaction and one connection a request."""

import json
import os
import signal
import socket
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

DEADLINE_MS = int(os.environ.get("DEADLINE_MS", "5000"))


def cut(connection):
    """Ends the connection whatever it waits for: the other side may never answer."""
    with socket.socket(fileno=os.dup(connection.fileno())) as copy:
        copy.shutdown(socket.SHUT_RDWR)


def in_transaction(work):
    """Runs work(cursor) in one transaction that is over by the deadline, COMMIT included."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    deadline = threading.Timer(DEADLINE_MS * 0.8 / 1000, cut, [connection])
    deadline.start()
    try:
        with connection, connection.cursor() as cursor:
            return work(cursor)
    finally:
        deadline.cancel()
        connection.close()


def event(kind, order_id):
    return {"id": str(uuid.uuid4()), "type": kind, "data": {"order_id": order_id}}


def insert_order(cursor, order_id, customer, key):
    """True when the order is new; with a key that was seen before, nothing is done a second time."""
    cursor.execute(
        "INSERT INTO orders (id, customer, idempotency_key) VALUES (%s, %s, %s) ON CONFLICT (idempotency_key) DO NOTHING",
        (order_id, customer, key),
    )
    return cursor.rowcount == 1


def cancel_order(cursor, order_id):
    """True when the order was cancelled just now."""
    cursor.execute("UPDATE orders SET status = 'cancelled' WHERE id = %s AND status = 'placed'", (order_id,))
    return cursor.rowcount == 1


def find_order(cursor, order_id):
    cursor.execute("SELECT customer, status FROM orders WHERE id = %s", (order_id,))
    return cursor.fetchone()


def serve(place_order, cancel):
    """Serves POST /orders, POST /orders/<id>/cancel, GET /orders/<id> and GET /health until SIGTERM."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            parts = self.path.strip("/").split("/")
            if parts == ["orders"]:
                self.answer_with(lambda: self.place(json.loads(body)))
            elif len(parts) == 3 and parts[0] == "orders" and parts[2] == "cancel":
                self.answer_with(lambda: (200, {"id": parts[1], "cancelled": cancel(parts[1])}))
            else:
                self.answer(404, {"error": "not found"})

        def do_GET(self):
            parts = self.path.strip("/").split("/")
            if parts == ["health"]:
                self.answer(200, {"status": "up"})
            elif len(parts) == 2 and parts[0] == "orders":
                self.answer_with(lambda: self.show(parts[1]))
            else:
                self.answer(404, {"error": "not found"})

        def place(self, order):
            order_id = place_order(order["customer"], self.headers["Idempotency-Key"])
            return 201, {"id": order_id}

        def show(self, order_id):
            row = in_transaction(lambda cursor: find_order(cursor, order_id))
            return (404, {"error": "not found"}) if row is None else (200, {"customer": row[0], "status": row[1]})

        def answer_with(self, work):
            try:
                status, body = work()
            except psycopg2.Error as error:
                status, body = 500, {"error": str(error).strip()}
            self.answer(status, body)

        def answer(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
    # Requests under way are answered before the process ends.
    server.daemon_threads = False
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.02)
    server.server_close()
