"""The commands. Each prints what was done, and what is still to be done."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heritage_field import __version__, reports, syncing
from heritage_field.errors import Refused, Revoked, Trouble
from heritage_field.line import Line
from heritage_field.store import Account, Store

API = syncing.API


def main(arguments: list[str] | None = None) -> None:
    options = _parsed(arguments)
    try:
        store = Store(Path(options.folder))
        options.run(store, options)
    except Revoked:
        store.wipe(options.account or store.account().email)
        sys.exit("This device was revoked. What it held of this account has been wiped.")
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Everything is kept; the same command goes on from here.")


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The options; FIELD=VALUE may stand before and after others, which argparse alone does not allow."""
    parser = _parser()
    options, more = parser.parse_known_args(arguments)
    if more and not (hasattr(options, "fields") and all("=" in one and one[0] != "-" for one in more)):
        parser.error(f"not understood: {' '.join(more)}")
    if more:
        options.fields += more
    return options


def _folder() -> str:
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return os.environ.get("HERITAGE_FIELD_HOME") or f"{data}/heritage-field"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="heritage-field", description="Record damage to heritage sites offline, and sync it."
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--folder", default=_folder(), help="where everything is kept (HERITAGE_FIELD_HOME)")
    parser.add_argument("--as", dest="account", default="", metavar="E-MAIL", help="act as this person of the tablet")
    parser.add_argument("--attempts", type=int, default=8, help="how often a request is made before giving up")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, help_: str, *arguments: tuple[str, dict[str, Any]]) -> None:
        one = commands.add_parser(name, help=help_)
        for flag, facts in arguments:
            one.add_argument(flag, **facts)
        one.set_defaults(run=run)

    report = ("report", {"help": "id, beginning of the id, or reference"})
    fields = ("fields", {"nargs": "*", "metavar": "FIELD=VALUE", "help": "as in the API, such as damage=heavy"})
    command(
        "login", _login, "sign in; several people may share a tablet", ("server", {}), ("email", {}),
        ("--device", {"default": os.uname().nodename, "help": "the name of this device"}),
        ("--otp", {"default": "", "help": "six digits of the second factor"}),
    )  # fmt: skip
    command("pull", _pull, "fetch the safety data, then all that changed")
    command("safety", _safety, "what is released and what is not, with the age of this copy")
    command(
        "new-report", _new_report, "begin a report on a monument", ("monument", {"help": "name or id"}),
        ("--on", {"default": datetime.now(UTC).date().isoformat(), "help": "the day it was seen (YYYY-MM-DD)"}),
        ("--method", {"default": "field_visual"}), fields,
    )  # fmt: skip
    command(
        "add-photo", _add_photo, "add a photograph to a report", report, ("file", {"type": Path}),
        ("--caption", {"default": ""}),
    )  # fmt: skip
    command("edit", _edit, "change fields of a report", report, fields)
    command("submit", _submit, "send a report to review, with the next push", report, ("--note", {"default": ""}))
    command("status", _status, "where is my work?")
    command("push", _push, "send what waits: operations, then photographs")
    command("conflicts", _conflicts, "values of mine that stand against others")
    command(
        "resolve", _resolve, "decide fields of a conflict: ours is the server's, theirs the field's",
        ("conflict", {}), ("fields", {"nargs": "+", "metavar": "FIELD=ours|theirs|both"}),
    )  # fmt: skip
    command("wipe", _wipe, "take everything off this device", ("--yes", {"action": "store_true"}))
    return parser


def _line(account: Account, options: Any) -> Line:
    return Line(account.server, account.token, attempts=options.attempts)


def _login(store: Store, options: Any) -> None:
    password = os.environ.get("HERITAGE_FIELD_PASSWORD") or getpass.getpass(f"Password of {options.email}: ")
    body = {"email": options.email, "password": password, "device_name": options.device}
    line = Line(options.server, attempts=options.attempts)
    signed = line.post(f"{API}/auth/tokens", body | ({"otp": options.otp} if options.otp else {}))
    line.token = signed["token"]
    me = line.get(f"{API}/me")
    store.add_account(
        Account(options.email, options.server, signed["token"], me["id"], signed["device"]["id"], cursor="")
    )
    print(f"Signed in as {me['name']} on '{signed['device']['name']}'. Next: heritage-field pull")


def _pull(store: Store, options: Any) -> None:
    account = store.account(options.account)
    came = syncing.pull(store, account, _line(account, options))
    held = ", ".join(f"{count} {kind}" for kind, count in store.counts(account.email).items())
    print(f"{came} changes. Here now: {held or 'nothing'}.")
    _safety(store, options)


def _age_hours(moment: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds() / 3600


def _safety(store: Store, options: Any) -> None:
    account = store.account(options.account)
    kept = store.safety(account.email)
    if not kept:
        print("No safety data here: every place counts as UNKNOWN. Pull before you go.")
    for site, fetched_at, feed in kept:
        label = (store.thing(account.email, "site", site) or {}).get("label", site)
        hours, limit = _age_hours(fetched_at), feed["unknown_after_hours"]
        print(f"{label}: as of {feed['server_time']}, this copy is {hours:.1f} hours old")
        if hours > limit:
            print(f"  OLDER THAN {limit} HOURS: everything counts as UNKNOWN. {feed['contact']}")
            continue
        print(f"  everywhere else: {_answer(feed['answer'])}")
        for one in feed["monuments"]:
            print(f"  {_label(store, account, one['monument'])}: {_answer(one)}")
        if not feed["complete"]:
            print("  and every monument that is not named here: unknown")


def _answer(one: dict[str, Any]) -> str:
    facts = [one["status"].upper().replace("_", " ")]
    if one.get("depth_cm"):
        facts.append(f"to {one['depth_cm']} cm")
    if one.get("certificate_no"):
        facts.append(f"certificate {one['certificate_no']}")
    return ", ".join(facts)


def _label(store: Store, account: Account, monument: str) -> str:
    return str((store.thing(account.email, "monument", monument) or {}).get("label", monument))


def _new_report(store: Store, options: Any) -> None:
    account = store.account(options.account)
    observed = {"precision": "on", "from": options.on}
    fields = {"method": options.method, "observed": observed, **reports.parsed(options.fields)}
    report = reports.new_report(store, account, options.monument, fields)
    print(f"{report}\nKept on this device. Add photographs with: heritage-field add-photo {report[:8]} FILE")


def _add_photo(store: Store, options: Any) -> None:
    account = store.account(options.account)
    report = reports.find_report(store, account, options.report)
    photo = reports.add_photo(store, account, report, options.file, options.caption)
    print(f"{photo}\nKept; its bytes are read from {options.file} when you push.")


def _edit(store: Store, options: Any) -> None:
    account = store.account(options.account)
    reports.edit(store, account, reports.find_report(store, account, options.report), reports.parsed(options.fields))
    print("Kept on this device.")


def _submit(store: Store, options: Any) -> None:
    account = store.account(options.account)
    reports.submit(store, account, reports.find_report(store, account, options.report), options.note)
    print("It goes to review with the next push.")


def _status(store: Store, options: Any) -> None:
    for account in store.accounts():
        waiting, photographs = store.outbox(account.email), store.photographs(account.email)
        print(f"{account.email} at {account.server}, last pulled {store.pulled_at(account.email) or 'never'}")
        for one in waiting:
            problem = (one.outcome or {}).get("problem") or {}
            reason = f": {problem.get('detail')}" if problem else ""
            print(f"  {one.state}: {one.kind} {one.operation['action']} {one.id[:8]}{reason}")
        for report in dict.fromkeys(one.report for one in photographs):
            of_it = [one for one in photographs if one.report == report]
            arrived = sum(one.state == "arrived" for one in of_it)
            print(f"  report {str(report)[:8]}: {arrived} of {len(of_it)} photographs arrived")
        if not waiting and all(one.state == "arrived" for one in photographs):
            print("  All on the server. You may wipe this device.")


def _push(store: Store, options: Any) -> None:
    """Everybody's work goes out, each with the token of its own author."""
    accounts = [store.account(options.account)] if options.account else store.accounts() or [store.account()]
    for account in accounts:
        try:
            outcomes = syncing.push(store, account, _line(account, options))
        except Revoked:
            store.wipe(account.email)
            print(f"{account.email}: this device was revoked for this account, which has been wiped.")
            continue
        for one in outcomes:
            _tell(one)
        counted: dict[str, int] = {}
        for one in outcomes:
            counted[one["outcome"]] = counted.get(one["outcome"], 0) + 1
        told = ", ".join(f"{count} {outcome}" for outcome, count in counted.items())
        print(f"{account.email}: {told or 'nothing waited'}.")


def _tell(one: dict[str, Any]) -> None:
    match one["outcome"]:
        case "refused":
            print(f"  refused: {one['problem'].get('detail')} (kept on this device)")
        case "held":
            names = ", ".join(f"{each['kind']} {each['id'][:8]}" for each in one["waits_for"])
            print(f"  held on the server until this arrives: {names}")
        case "conflict":
            print(f"  conflict {one['conflict']['id']}: {', '.join(one['conflict']['fields'])}")
    if one.get("became"):
        print(f"  it was submitted already: your change is the new draft {one['became']['id'][:8]}")


def _conflicts(store: Store, options: Any) -> None:
    account = store.account(options.account)
    found = _line(account, options).get(f"{API}/conflicts")["results"]
    for one in found:
        print(f"{one['id']} {one['kind']} {one['thing'][:8]}")
        for path, field in one["fields"].items():
            if field["choice"] is None:
                print(f"  {path}\n    ours   ({field['ours_by'] or '?'}): {field['ours']}")
                print(f"    theirs ({(one['sent_by'] or {}).get('name', '?')}): {field['theirs']}")
    if not found:
        print("Nothing of yours stands against anything.")


def _resolve(store: Store, options: Any) -> None:
    account = store.account(options.account)
    line = _line(account, options)
    found = [one for one in line.get(f"{API}/conflicts")["results"] if one["id"].startswith(options.conflict)]
    if not found:
        raise Trouble(f"No open conflict of yours begins with {options.conflict}.")
    if len(found) > 1:
        raise Trouble(f"{len(found)} open conflicts begin with {options.conflict}. Write more of the one you mean.")
    one, chosen = found[0], reports.parsed(options.fields)
    headers = {"If-Match": f'"{one["version"]}"'}
    try:
        after = line.post(f"{API}/conflicts/{one['id']}/resolve", {"fields": chosen}, **headers)
    except Refused as refusal:
        if refusal.status == 412:
            raise Trouble("Somebody decided something of it meanwhile. Look again: heritage-field conflicts") from None
        raise
    left = [path for path, field in after["fields"].items() if field["choice"] is None]
    print(f"Still open: {', '.join(left)}" if left else "Decided.")


def _wipe(store: Store, options: Any) -> None:
    accounts = [store.account(options.account)] if options.account else store.accounts()
    unsent = sum(len(store.outbox(one.email)) for one in accounts)
    unsent += sum(one.state == "waiting" for each in accounts for one in store.photographs(each.email))
    if unsent and not options.yes:
        raise Trouble(f"{unsent} things were not sent and would be gone for good. Push first, or say: wipe --yes")
    store.wipe(options.account)
    print("Nothing is left here.")
