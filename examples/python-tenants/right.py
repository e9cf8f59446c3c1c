"""One query for all who ask at once, and for all who ask within a minute."""

import threading
import time
from concurrent.futures import Future

from tenant_service import DEADLINE_SECONDS, load_tenant, serve

KEPT_SECONDS = 60
MOST_KEPT = 10_000


class Singleflight:
    """The first who asks for a key loads it; everybody else waits for the same future."""

    def __init__(self, load):
        self.load = load
        self.lock = threading.Lock()
        self.flights = {}

    def find(self, key):
        with self.lock:
            flight, until = self.flights.get(key, (None, 0))
            leads = flight is None or until < time.monotonic()
            if leads:
                flight = Future()
                self.flights.pop(key, None)
                self.flights[key] = (flight, time.monotonic() + KEPT_SECONDS)
                if len(self.flights) > MOST_KEPT:
                    del self.flights[next(iter(self.flights))]
        if leads:
            self.lead(key, flight)
        return flight.result(timeout=DEADLINE_SECONDS)

    def lead(self, key, flight):
        try:
            flight.set_result(self.load(key))
        except BaseException as error:
            # First forgotten, then told: an error is shared by those who wait for it, and by nobody after them.
            with self.lock:
                if self.flights.get(key, (None, 0))[0] is flight:
                    del self.flights[key]
            flight.set_exception(error)

    def forget(self, key):
        """Whoever asks from now on loads anew; what is under way is kept for nobody but those who wait for it."""
        with self.lock:
            self.flights.pop(key, None)


tenants = Singleflight(load_tenant)
serve(tenants.find, tenants.forget)
