"""The mistake: the event is sent when the transaction is over. Whatever ends the process in between loses it."""

import json
import os
import urllib.request
import uuid

from http_service import cancel_order, event, in_transaction, insert_order, serve


def publish(kind, order_id):
    request = urllib.request.Request(
        os.environ["SINK_URL"],
        data=json.dumps(event(kind, order_id)).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5):
        pass


def place(customer, key):
    order_id = str(uuid.uuid4())
    if in_transaction(lambda cursor: insert_order(cursor, order_id, customer, key)):
        publish("order.placed", order_id)
    return order_id


def cancel(order_id):
    cancelled = in_transaction(lambda cursor: cancel_order(cursor, order_id))
    if cancelled:
        publish("order.cancelled", order_id)
    return cancelled


serve(place, cancel)
