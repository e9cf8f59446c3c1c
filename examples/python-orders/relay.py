"""Delivers committed events in their order, at least once, until none is left."""

import json
import os
import urllib.request

import psycopg2


def deliver(event):
    request = urllib.request.Request(
        os.environ["SINK_URL"], data=json.dumps(event).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5):
        pass


def step(connection):
    """Removes an event only after it was taken; True when there was one."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT position, event FROM outbox ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED")
        row = cursor.fetchone()
        if row is None:
            return False
        deliver(row[1])
        cursor.execute("DELETE FROM outbox WHERE position = %s", (row[0],))
        return True


connection = psycopg2.connect(os.environ["DATABASE_URL"])
while step(connection):
    pass
connection.close()
