"""Delivers committed events in their order, at least once, until none is left."""

import json
import os
import urllib.request

import psycopg2

BATCH = 100


def deliver(event):
    request = urllib.request.Request(
        os.environ["SINK_URL"], data=json.dumps(event).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5):
        pass


def step(connection):
    """Removes events only after they were taken; tells how many there were."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT position, event FROM outbox ORDER BY position LIMIT %s FOR UPDATE SKIP LOCKED", (BATCH,))
        rows = cursor.fetchall()
        for _, event in rows:
            deliver(event)
        if rows:
            cursor.execute("DELETE FROM outbox WHERE position = ANY (%s)", ([position for position, _ in rows],))
        return len(rows)


connection = psycopg2.connect(os.environ["DATABASE_URL"])
while step(connection) == BATCH:
    pass
connection.close()
