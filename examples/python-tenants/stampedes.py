"""The mistake: a cache that is filled when the answer comes. Whoever asks before that asks the database as well."""

from tenant_service import load_tenant, serve

known = {}


def find(slug):
    if slug not in known:
        known[slug] = load_tenant(slug)
    return known[slug]


def forget(slug):
    known.pop(slug, None)


serve(find, forget)
