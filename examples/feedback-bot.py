#!/usr/bin/env python3
"""Answers received shares with feedback: python3 feedback-bot.py [--once]

Looks the indicators of each received share up in a list of what is known to be harmless (KNOWN_GOOD), and files
FALSE_POSITIVE on what is in it; what else there is it calls USEFUL. It asks again each minute, or ends with --once.
Only Python's own library is needed. The hub and the key are SANSHA_URL and SANSHA_API_KEY, else those of the CSIRT in
first-run.json of SANSHA_DATA_DIR (.data).
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

KNOWN_GOOD = {"example.com", "8.8.8.8", "192.0.2.1"}

RECEIVED = """query ($after: Cursor) {
  shares(direction: RECEIVED, first: 10, after: $after) {
    edges { node { id subject latestRevision { id number items(first: 500) {
      edges { node { lineageId retracted indicator { value } } } } } } }
    pageInfo { hasNextPage endCursor } } }"""

FILE = """mutation ($input: FileFeedbackInput!) {
  fileFeedback(input: $input) { results { index outcome id code message } } }"""


def hub():
    """The address of the hub and the key to speak with."""
    url, key = os.environ.get("SANSHA_URL"), os.environ.get("SANSHA_API_KEY")
    if url and key:
        return url, key
    path = os.path.join(os.environ.get("SANSHA_DATA_DIR") or ".data", "first-run.json")
    with open(path, encoding="utf-8") as file:
        known = json.load(file)
    return url or known["url"], key or known["keys"]["csirt"]


def ask(url, key, query, variables):
    """The data of an answer. What the hub refuses is told, and ends the bot."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + key}
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as refused:
        answer = json.load(refused)
    if answer.get("errors"):
        raise SystemExit("The hub refused: " + answer["errors"][0]["message"])
    return answer["data"]


def received(url, key):
    """All shares that came in, newest first."""
    after = None
    while True:
        shares = ask(url, key, RECEIVED, {"after": after})["shares"]
        for edge in shares["edges"]:
            yield edge["node"]
        if not shares["pageInfo"]["hasNextPage"]:
            return
        after = shares["pageInfo"]["endCursor"]


def entry_for(share):
    """What there is to say of the newest revision of a share; None where it holds nothing to look at."""
    revision = share["latestRevision"]
    items = [edge["node"] for edge in revision["items"]["edges"]] if revision else []
    values = [item for item in items if item["indicator"] and not item["retracted"]]
    if not values:
        return None
    wrong = [item["lineageId"] for item in values if item["indicator"]["value"] in KNOWN_GOOD]
    entry = {"target": "SHARE_REVISION", "targetId": revision["id"]}
    if wrong:
        return {**entry, "verdict": "FALSE_POSITIVE", "lineageIds": wrong, "observation": "On our list of known good."}
    return {**entry, "verdict": "USEFUL"}


def main():
    url, key = hub()
    while True:
        for share in received(url, key):
            entry = entry_for(share)
            if entry is None:
                continue
            # The key names the revision: however often the bot looks, it says each thing once.
            given = {"idempotencyKey": "feedback-bot-" + entry["targetId"], "entries": [entry]}
            for result in ask(url, key, FILE, {"input": given})["fileFeedback"]["results"]:
                said = result["message"] or entry["verdict"]
                print(share["subject"], result["outcome"], said, sep="\t", flush=True)
        if "--once" in sys.argv[1:]:
            return
        time.sleep(60)


if __name__ == "__main__":
    main()
