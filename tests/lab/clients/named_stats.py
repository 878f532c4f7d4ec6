"""Prints BIND's counters (answer codes, query types, server statistics), one a line."""
import json
import urllib.request

with urllib.request.urlopen("http://127.0.0.1:8053/json/v1/server") as answer:
    server = json.load(answer)
for group, name in (("rcodes", "rcode"), ("qtypes", "qtype"), ("nsstats", "server")):
    for key, value in sorted(server[group].items()):
        print(name, key, value)
