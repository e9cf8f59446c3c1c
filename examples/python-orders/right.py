"""State and event in one transaction; relay.py delivers what is committed."""

import json
import uuid

from http_service import cancel_order, event, in_transaction, insert_order, serve


def publish(cursor, kind, order_id):
    cursor.execute("INSERT INTO outbox (event) VALUES (%s)", (json.dumps(event(kind, order_id)),))


def place(customer, key):
    def work(cursor):
        order_id = str(uuid.uuid4())
        if insert_order(cursor, order_id, customer, key):
            publish(cursor, "order.placed", order_id)
            return order_id
        cursor.execute("SELECT id FROM orders WHERE idempotency_key = %s", (key,))
        return cursor.fetchone()[0]

    return in_transaction(work)


def cancel(order_id):
    def work(cursor):
        cancelled = cancel_order(cursor, order_id)
        if cancelled:
            publish(cursor, "order.cancelled", order_id)
        return cancelled

    return in_transaction(work)


serve(place, cancel)
